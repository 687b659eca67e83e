/** Files that are no longer what was written. */
@NullMarked
package loom.aml.proof.rot;

import org.jspecify.annotations.NullMarked;
