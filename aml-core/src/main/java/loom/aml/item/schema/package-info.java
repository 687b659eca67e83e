/** The schema by which the TypeScript runtime accepts items. */
@NullMarked
package loom.aml.item.schema;

import org.jspecify.annotations.NullMarked;
