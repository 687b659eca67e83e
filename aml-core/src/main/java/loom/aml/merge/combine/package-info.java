/** Merges items that say the same: one survives with the figures, tags and remarks of all, the others are archived. */
@NullMarked
package loom.aml.merge.combine;

import org.jspecify.annotations.NullMarked;
