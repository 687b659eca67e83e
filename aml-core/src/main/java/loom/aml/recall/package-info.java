/**
 * Reads single items out of a store that others write, as a long-lived host needs them: by the place at which they stand, without
 * the rest of their file; kept at hand in a cache of bounded size; told from ids that never were by a small filter.
 *
 * <p>All that is kept beside the store is derived, and made anew when it is missing, damaged, or not of the store as it is.
 */
@NullMarked
package loom.aml.recall;

import org.jspecify.annotations.NullMarked;
