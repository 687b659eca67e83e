/** Shell completion: proposals for command lines, and the scripts of the shells. */
@NullMarked
package loom.aml.cli.complete;

import org.jspecify.annotations.NullMarked;
