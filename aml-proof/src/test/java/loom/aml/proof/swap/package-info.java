/** A user who changes his store while root maintains it. */
@NullMarked
package loom.aml.proof.swap;

import org.jspecify.annotations.NullMarked;
