package loom.aml.backup.create;

import loom.aml.backup.segment.Frame;

/**
 * New bytes of one file on their way into the segment. Most blocks are already compressed; a small rest may share a frame with
 * other files.
 */
sealed interface Block {
    record Compressed(Frame frame) implements Block {}

    record Raw(byte[] bytes, int length) implements Block {}

    /** The file is read again from its beginning; its earlier blocks are invalid. */
    record Restart() implements Block {}

    /** The end of the file. */
    record End() implements Block {}
}
