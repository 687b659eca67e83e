/**
 * The store that lies in a directory and needs nothing installed: how it is listed, read, locked, changed and recovered. All
 * that a program of ours ever does to a file of a store is in {@link loom.aml.store.loom.Transaction}.
 */
@NullMarked
package loom.aml.store.loom;

import org.jspecify.annotations.NullMarked;
