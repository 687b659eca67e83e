package loom.aml.io;

/** The encoding of a file in a store. It is detected by the first two bytes, never by the name. */
public enum Encoding {
    PLAIN,
    /** RFC 1952: one or more members, optionally followed by NULs. */
    GZIP;

    private static final int MAGIC_1 = 0x1f;
    private static final int MAGIC_2 = 0x8b;

    /** Returns the encoding of a file that begins with these bytes. */
    public static Encoding of(byte[] bytes, int length) {
        return length >= 2 && (bytes[0] & 0xff) == MAGIC_1 && (bytes[1] & 0xff) == MAGIC_2 ? GZIP : PLAIN;
    }
}
