package loom.aml.item;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import loom.aml.io.Checksum;

/**
 * 128 bits that tell one version of an item from another, and from every other item: 64 of its id, 64 of all else it says. Two
 * items with equal content tell the same under two ids; two with equal ids are versions of one item, or copies. Guards against
 * changes that happen, not against an attacker; see {@link Checksum}.
 *
 * @param id hash of the decoded id; 0 for an item without one
 * @param content checksum of the bytes around the value of the id
 */
public record Fingerprint(long id, long content) {

    /** Bytes that {@link #toBytes} gives. */
    public static final int BYTES = 2 * Long.BYTES;

    /** Turns the hash of an id that is a string into that of one that is written the same but is not a string. */
    private static final long NOT_A_STRING = 0x5bd1_e995_0bad_5eedL;

    /** The hash of an id that is a string. */
    public static long ofId(String id) {
        byte[] bytes = bytes(id);
        return ofId(bytes, 0, bytes.length);
    }

    /**
     * The hashes of all ids that people write like this: of the string and, where the text may be one, of the number. The number
     * 5 and the string "5" are two ids.
     */
    public static long[] ofIdAsWritten(String id) {
        long hash = ofId(id);
        return mayBeUnquoted(id) ? new long[] {hash, hash ^ NOT_A_STRING} : new long[] {hash};
    }

    /** Whether the text may be that of a JSON value other than a string. */
    private static boolean mayBeUnquoted(String id) {
        return !id.isEmpty() && "-0123456789tf[{".indexOf(id.charAt(0)) >= 0;
    }

    /** The hash of an id that is not a string, from the hash of its spelling. */
    static long unquoted(long hash) {
        return hash ^ NOT_A_STRING;
    }

    /** UTF-8; half a surrogate pair as the three bytes that are no UTF-8, where the JDK writes the same question mark for all. */
    private static byte[] bytes(String id) {
        if (id.codePoints().noneMatch(Fingerprint::isSurrogate)) {
            return id.getBytes(StandardCharsets.UTF_8);
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        id.codePoints()
                .forEach(c -> bytes.writeBytes(
                        isSurrogate(c)
                                ? new byte[] {(byte) 0xed, (byte) (0x80 | (c >> 6 & 0x3f)), (byte) (0x80 | (c & 0x3f))}
                                : Character.toString(c).getBytes(StandardCharsets.UTF_8)));
        return bytes.toByteArray();
    }

    private static boolean isSurrogate(int codePoint) {
        return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
    }

    static long ofId(byte[] utf8, int from, int to) {
        Checksum checksum = new Checksum();
        checksum.update(utf8, from, to - from);
        // The length keeps the one id whose checksum is 0 apart from no id at all.
        return checksum.value() ^ (long) (to - from) << 56;
    }

    /** Like the fingerprint of an item, but over all of its bytes, those of its id too: it need not be scanned for that. */
    public static Fingerprint ofWhole(long idHash, byte[] item) {
        Checksum checksum = new Checksum();
        checksum.update(item, 0, item.length);
        return new Fingerprint(idHash, checksum.value());
    }

    public byte[] toBytes() {
        return ByteBuffer.allocate(BYTES).putLong(id).putLong(content).array();
    }

    /**
     * The fingerprint that {@link #toString} wrote.
     *
     * @throws IllegalArgumentException if it wrote none such
     */
    public static Fingerprint parse(String hex) {
        if (hex.length() != 2 * BYTES) {
            throw new IllegalArgumentException("no fingerprint: " + hex);
        }
        return new Fingerprint(
                HexFormat.fromHexDigitsToLong(hex, 0, BYTES), HexFormat.fromHexDigitsToLong(hex, BYTES, 2 * BYTES));
    }

    @Override
    public String toString() {
        HexFormat hex = HexFormat.of();
        return hex.toHexDigits(id) + hex.toHexDigits(content);
    }
}
