/** Files that were corrupted after they were written. */
@NullMarked
package loom.aml.proof.rot;

import org.jspecify.annotations.NullMarked;
