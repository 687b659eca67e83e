/** Finds what memories mention and their repository no longer has: paths, commands, links and packages. Changes nothing. */
@NullMarked
package loom.aml.stale;

import org.jspecify.annotations.NullMarked;
