/** Other programs that write concurrently, with the lock library of the runtime. */
@NullMarked
package loom.aml.proof.peers;

import org.jspecify.annotations.NullMarked;
