/**
 * Changes of single items: additions, edits of fields, removals and feedback. Every change is a {@link
 * loom.aml.store.Plan}, so it is executed, recorded and undone like any other.
 */
@NullMarked
package loom.aml.edit;

import org.jspecify.annotations.NullMarked;
