/** A clock that jumps. */
@NullMarked
package loom.aml.proof.clock;

import org.jspecify.annotations.NullMarked;
