/** Shell completion: what may come next on a command line, and the scripts by which shells ask. */
@NullMarked
package loom.aml.cli.complete;

import org.jspecify.annotations.NullMarked;
