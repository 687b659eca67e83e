/** Finds similar items, merges those that say the same, and keeps what people decide about the others. */
@NullMarked
package loom.aml.app.similar;

import org.jspecify.annotations.NullMarked;
