/** Finds memories that say the same, nearly the same, or the opposite of each other, and explains why. Changes nothing. */
@NullMarked
package loom.aml.merge;

import org.jspecify.annotations.NullMarked;
