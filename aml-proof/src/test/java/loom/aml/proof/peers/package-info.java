/** Other programs that write at the same time, with the lock library that the runtime uses. */
@NullMarked
package loom.aml.proof.peers;

import org.jspecify.annotations.NullMarked;
