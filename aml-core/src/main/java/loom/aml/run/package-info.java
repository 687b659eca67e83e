/**
 * The frame around every change of a store: the backup before it, its record, and its undo. Knows plans, but not how
 * capabilities make them.
 */
@NullMarked
package loom.aml.run;

import org.jspecify.annotations.NullMarked;
