/**
 * Segments: immutable files of many independent zstd frames with a table of them at the end, so that any part can be read
 * without the rest, and {@code zstd -dc} reads all of it.
 */
@NullMarked
package loom.aml.backup.segment;

import org.jspecify.annotations.NullMarked;
