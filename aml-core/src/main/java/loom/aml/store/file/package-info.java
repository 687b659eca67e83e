/**
 * A store in a directory, in any layout: how it is read, changed, recovered and listed for a backup. A {@link
 * loom.aml.store.file.Layout} says which files are collections and how the other programs that write them are excluded.
 * {@link loom.aml.store.file.Transaction} makes every change of a file of a store.
 */
@NullMarked
package loom.aml.store.file;

import org.jspecify.annotations.NullMarked;
