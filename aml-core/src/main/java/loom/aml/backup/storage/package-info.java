/** Where backups are kept: objects with names, written once, read from anywhere. */
@NullMarked
package loom.aml.backup.storage;

import org.jspecify.annotations.NullMarked;
