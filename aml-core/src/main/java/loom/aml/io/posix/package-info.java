/** Calls of C library functions that Java has no method for. Nothing in this package is loaded before it is needed. */
@NullMarked
package loom.aml.io.posix;

import org.jspecify.annotations.NullMarked;
