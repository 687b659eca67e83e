/** How a snapshot is made: the store is read once, and what the repository does not hold yet is added to it. */
@NullMarked
package loom.aml.backup.create;

import org.jspecify.annotations.NullMarked;
