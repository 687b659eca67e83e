/** The kinds of stores that aml can open. A new kind is added to {@link loom.aml.store.kind.StoreKinds}. */
@NullMarked
package loom.aml.store.kind;

import org.jspecify.annotations.NullMarked;
