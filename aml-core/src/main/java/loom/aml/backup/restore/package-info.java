/** Restores snapshots into a separate folder or into the store. */
@NullMarked
package loom.aml.backup.restore;

import org.jspecify.annotations.NullMarked;
