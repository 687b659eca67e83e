/** A map of the items of a store: places in a plane, near to each other where items use the same rare words. */
@NullMarked
package loom.aml.map;

import org.jspecify.annotations.NullMarked;
