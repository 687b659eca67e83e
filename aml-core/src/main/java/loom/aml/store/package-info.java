/**
 * The model of a memory store: collections that can be scanned, and changes that can be applied to them. Capabilities
 * see this package and never a file. {@code store.loom} is the store in a directory. {@code store.log} records every
 * change before it is made.
 */
@NullMarked
package loom.aml.store;

import org.jspecify.annotations.NullMarked;
