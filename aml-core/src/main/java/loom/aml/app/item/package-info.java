/** The use cases on single items. */
@NullMarked
package loom.aml.app.item;

import org.jspecify.annotations.NullMarked;
