/** Splits the text of memories and queries into words. Independent of the index. */
@NullMarked
package loom.aml.index.text;

import org.jspecify.annotations.NullMarked;
