package loom.aml.backup.segment;

/**
 * One compressed piece of a segment: a whole zstd frame (RFC 8878) with its content's size and checksum.
 *
 * @param bytes the frame
 * @param rawLength bytes of its content
 */
public record Frame(byte[] bytes, int rawLength) {

    /** No frame holds more than this: the largest element that a collection may have, and the units cut before it. */
    public static final int MAX_RAW = 96 << 20;

    /** Bytes of the frame. */
    public int length() {
        return bytes.length;
    }
}
