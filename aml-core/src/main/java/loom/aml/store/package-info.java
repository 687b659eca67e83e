/**
 * What a store of memories is to everything above it: collections that can be scanned, and changes that can be applied to
 * them. Capabilities see this package and never a file; {@code store.loom} is the store that lies in a directory, {@code
 * store.log} is where every change is written down before it happens.
 */
@NullMarked
package loom.aml.store;

import org.jspecify.annotations.NullMarked;
