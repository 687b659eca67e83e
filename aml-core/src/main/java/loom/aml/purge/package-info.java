/**
 * Removes memories and texts for good: from the files of a store, from the records and archives of runs, and from whatever else keeps them.
 * Everything else keeps its bytes. Nothing is archived, so this is the only operation that cannot be undone.
 */
@NullMarked
package loom.aml.purge;

import org.jspecify.annotations.NullMarked;
