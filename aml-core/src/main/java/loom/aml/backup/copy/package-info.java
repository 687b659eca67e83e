/** Copies the backups of a store to other targets. */
@NullMarked
package loom.aml.backup.copy;

import org.jspecify.annotations.NullMarked;
