/**
 * Changes of single items: new ones, edits of fields, removals and feedback. Every change is a {@link loom.aml.store.Plan} that is
 * executed, recorded and undone like any other.
 */
@NullMarked
package loom.aml.edit;

import org.jspecify.annotations.NullMarked;
