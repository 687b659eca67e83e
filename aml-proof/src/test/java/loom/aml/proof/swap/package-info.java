/** A user who changes a store while root maintains it. */
@NullMarked
package loom.aml.proof.swap;

import org.jspecify.annotations.NullMarked;
