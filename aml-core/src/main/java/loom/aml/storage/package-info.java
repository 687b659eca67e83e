/**
 * Storage for everything that must outlive a store: named objects, in a folder beside the store or elsewhere.
 * Snapshots, archives and run records are written and read through {@link loom.aml.storage.BackupTarget}.
 */
@NullMarked
package loom.aml.storage;

import org.jspecify.annotations.NullMarked;
