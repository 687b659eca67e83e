/** What the words of a memory are: the same for what is stored and for what is asked. Knows nothing of any index. */
@NullMarked
package loom.aml.index.text;

import org.jspecify.annotations.NullMarked;
