/** What the TypeScript runtime accepts as an item. */
@NullMarked
package loom.aml.item.schema;

import org.jspecify.annotations.NullMarked;
