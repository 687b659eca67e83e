/** The command line: thin commands over the library. */
@NullMarked
package loom.aml.cli;

import org.jspecify.annotations.NullMarked;
