/**
 * The store in a directory, which needs nothing installed: how it is listed, read, locked, changed and recovered.
 * {@link loom.aml.store.loom.Transaction} makes every change of a file of a store.
 */
@NullMarked
package loom.aml.store.loom;

import org.jspecify.annotations.NullMarked;
