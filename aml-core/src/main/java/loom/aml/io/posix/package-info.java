/** Calls of the C library that Java has no method for. Nothing here is loaded until one of them is needed. */
@NullMarked
package loom.aml.io.posix;

import org.jspecify.annotations.NullMarked;
