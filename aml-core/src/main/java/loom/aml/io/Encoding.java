package loom.aml.io;

/** How a store keeps the text of a file. Told by the first two bytes, never by the name. */
public enum Encoding {
    PLAIN,
    /** RFC 1952, one member or several, possibly followed by NULs. */
    GZIP;

    private static final int MAGIC_1 = 0x1f;
    private static final int MAGIC_2 = 0x8b;

    /** The encoding of a file that begins with these bytes. */
    public static Encoding of(byte[] bytes, int length) {
        return length >= 2 && (bytes[0] & 0xff) == MAGIC_1 && (bytes[1] & 0xff) == MAGIC_2 ? GZIP : PLAIN;
    }
}
