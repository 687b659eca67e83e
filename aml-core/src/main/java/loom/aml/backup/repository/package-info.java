/** What lies in a repository of backups, and how it is read: snapshots, the recipes of files, the segments that hold their bytes. */
@NullMarked
package loom.aml.backup.repository;

import org.jspecify.annotations.NullMarked;
