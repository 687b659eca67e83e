package loom.aml.backup.create;

import loom.aml.backup.segment.Frame;

/** New bytes of one file on their way into the segment: most of them compressed already, a rest that may share a frame with others. */
sealed interface Block {
    record Compressed(Frame frame) implements Block {}

    record Raw(byte[] bytes, int length) implements Block {}

    /** The file was begun anew; what came of it before is not part of it. */
    record Anew() implements Block {}

    /** Nothing more comes of this file. */
    record End() implements Block {}
}
