package loom.aml.backup.create;

import loom.aml.backup.segment.FrameCompressor.Effort;

/**
 * How the new bytes of files are divided into frames.
 *
 * @param blockSize the size in bytes at which a frame is full; it ends with the next unit
 * @param ownFrame the size in bytes from which the rest of a file gets a frame of its own; less shares one with other files
 * @param effort how hard frames are compressed
 */
record Framing(int blockSize, int ownFrame, Effort effort) {
    /** For many bytes, which are read file by file in long runs. */
    static final Framing FULL = new Framing(1 << 20, 8 << 10, Effort.FAST);

    /** For few bytes. A restore keeps frames of this size in memory, and so decompresses each once, although many files share it. */
    static final Framing INCREMENT = new Framing(256 << 10, 256 << 10, Effort.SMALL);
}
