/**
 * File system access through one small interface, {@link loom.aml.io.Disk}, so that tests can make any
 * call fail. Also contains the two encodings of files in a store.
 */
@NullMarked
package loom.aml.io;

import org.jspecify.annotations.NullMarked;
