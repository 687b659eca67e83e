/**
 * Compresses collections that have not been modified for a long time with gzip, without changing their names, and
 * decompresses them.
 */
@NullMarked
package loom.aml.compress;

import org.jspecify.annotations.NullMarked;
