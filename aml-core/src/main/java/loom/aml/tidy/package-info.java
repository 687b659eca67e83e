/**
 * Garbage collection: removes invalid and duplicate items, empty collections and leftovers, and repairs damaged
 * collections.
 */
@NullMarked
package loom.aml.tidy;

import org.jspecify.annotations.NullMarked;
