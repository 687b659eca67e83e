/**
 * Segments: immutable files of independent zstd frames with a seek table at the end, so that any part can be read alone and
 * {@code zstd -dc} decompresses the whole file.
 */
@NullMarked
package loom.aml.backup.segment;

import org.jspecify.annotations.NullMarked;
