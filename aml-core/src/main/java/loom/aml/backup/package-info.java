/**
 * Backups: verified snapshots of a whole store, item by item. {@link loom.aml.backup.Backup} is the entry point.
 *
 * <pre>
 * create       store -> snapshot                  restore   snapshot -> store, or a folder
 * repository   manifests, recipes, segments       segment   frames and their table
 * </pre>
 */
@NullMarked
package loom.aml.backup;

import org.jspecify.annotations.NullMarked;
