/**
 * What surrounds every change of a store: the backup before it, the record of it, and the way back. Knows plans, not how the
 * capabilities make them.
 */
@NullMarked
package loom.aml.run;

import org.jspecify.annotations.NullMarked;
