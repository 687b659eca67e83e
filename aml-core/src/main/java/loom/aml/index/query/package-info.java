/** What can be asked of memories, as people write it and as programs build it, and what the answer looks like. */
@NullMarked
package loom.aml.index.query;

import org.jspecify.annotations.NullMarked;
