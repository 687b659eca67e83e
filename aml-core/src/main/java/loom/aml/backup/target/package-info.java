/** Where backups are kept: objects with names, written once, read from anywhere. */
@NullMarked
package loom.aml.backup.target;

import org.jspecify.annotations.NullMarked;
