/**
 * Where everything is kept that must outlive a store: objects with names, in a folder beside the store or anywhere else. Snapshots, archives
 * and run records are written and read through {@link loom.aml.storage.BackupTarget}.
 */
@NullMarked
package loom.aml.storage;

import org.jspecify.annotations.NullMarked;
