/** Search queries, as users write them and programs build them, and their answers. */
@NullMarked
package loom.aml.index.query;

import org.jspecify.annotations.NullMarked;
