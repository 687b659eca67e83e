/**
 * Every touch of the file system goes through this package: one small interface, {@link loom.aml.io.Disk}, that tests can
 * break at any call, and the two encodings in which a store keeps its text.
 */
@NullMarked
package loom.aml.io;

import org.jspecify.annotations.NullMarked;
