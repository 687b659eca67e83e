/** The command line: thin commands over the use cases. */
@NullMarked
package loom.aml.cli;

import org.jspecify.annotations.NullMarked;
