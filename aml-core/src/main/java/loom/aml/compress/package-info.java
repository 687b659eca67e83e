/** Stores collections that nobody has written for long as gzip, under the name they have, and the other way round. */
@NullMarked
package loom.aml.compress;

import org.jspecify.annotations.NullMarked;
