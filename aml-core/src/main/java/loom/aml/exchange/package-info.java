/**
 * The exchange of memories between formats. A source is read into {@link loom.aml.exchange.ExchangedItem}s; a form writes them
 * in the shape of a target. Whatever the target has no place for travels with the item, so that the way back restores it.
 */
@NullMarked
package loom.aml.exchange;

import org.jspecify.annotations.NullMarked;
