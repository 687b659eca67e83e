/** The real launcher, killed at random moments. */
@NullMarked
package loom.aml.proof.kill;

import org.jspecify.annotations.NullMarked;
