/**
 * Reads single items from a store that others write, as a long-lived process needs them: by position, without the rest
 * of the file; with a cache of bounded size; and with a small filter for ids that do not exist.
 *
 * <p>All data kept beside the store is derived. It is rebuilt if it is missing, damaged or outdated.
 */
@NullMarked
package loom.aml.recall;

import org.jspecify.annotations.NullMarked;
