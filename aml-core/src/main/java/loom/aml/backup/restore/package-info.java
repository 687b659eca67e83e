/** How a snapshot becomes files again: in a folder of its own, or in the store. */
@NullMarked
package loom.aml.backup.restore;

import org.jspecify.annotations.NullMarked;
