/** The layout of {@code .loom/memory}: its files, its locks, and how a directory is recognized as such a store. */
@NullMarked
package loom.aml.store.loom;

import org.jspecify.annotations.NullMarked;
