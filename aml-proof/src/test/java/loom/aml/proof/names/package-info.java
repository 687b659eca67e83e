/** Names that are bytes. */
@NullMarked
package loom.aml.proof.names;

import org.jspecify.annotations.NullMarked;
