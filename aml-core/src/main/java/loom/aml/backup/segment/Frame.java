package loom.aml.backup.segment;

/**
 * One compressed piece of a segment: a complete zstd frame (RFC 8878) with the size and checksum of its content.
 *
 * @param bytes the frame
 * @param rawLength the size of its content in bytes
 */
public record Frame(byte[] bytes, int rawLength) {

    /**
     * The maximum size of a frame's content: the largest element that a collection may contain, and the units before it.
     */
    public static final int MAX_RAW = 96 << 20;

    /** Returns the size of the frame in bytes. */
    public int length() {
        return bytes.length;
    }
}
