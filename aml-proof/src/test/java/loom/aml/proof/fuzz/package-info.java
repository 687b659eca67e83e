/** Random, mutated and coverage-guided input. */
@NullMarked
package loom.aml.proof.fuzz;

import org.jspecify.annotations.NullMarked;
