/**
 * The repository of backups and how it is read: snapshots, the recipes of files, and the segments that contain their bytes.
 */
@NullMarked
package loom.aml.backup.repository;

import org.jspecify.annotations.NullMarked;
