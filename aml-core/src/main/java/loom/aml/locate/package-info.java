/** Finds the stores of a project and of this machine, by the rules of the programs that write them. */
@NullMarked
package loom.aml.locate;

import org.jspecify.annotations.NullMarked;
