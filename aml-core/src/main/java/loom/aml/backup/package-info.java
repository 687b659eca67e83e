/**
 * Backups: snapshots of a whole store, item by item, that prove themselves. {@link loom.aml.backup.Backup} is the way in.
 *
 * <pre>
 * create       store -> snapshot                  restore   snapshot -> store, or a folder
 * repository   manifests, recipes, segments       segment   frames and their table       target   where it all lies
 * </pre>
 */
@NullMarked
package loom.aml.backup;

import org.jspecify.annotations.NullMarked;
