/** Input that nobody meant: drawn, mutated, and bred by coverage. */
@NullMarked
package loom.aml.proof.fuzz;

import org.jspecify.annotations.NullMarked;
