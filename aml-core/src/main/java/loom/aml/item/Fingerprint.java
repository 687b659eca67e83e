package loom.aml.item;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import loom.aml.io.Checksum;

/**
 * A 128-bit identifier of a version of an item: 64 bits for its id and 64 bits for the rest of its content. Items with
 * different ids and equal content bits have the same content; items with equal ids are versions or copies of one item.
 * Detects accidental changes, not attacks; see {@link Checksum}.
 *
 * @param id hash of the decoded id; 0 for an item without an id
 * @param content checksum of all bytes except the value of the id
 */
public record Fingerprint(long id, long content) {

    /** The length of {@link #toBytes}. */
    public static final int BYTES = 2 * Long.BYTES;

    /** Distinguishes the hash of an id that is not a string from that of a string with the same characters. */
    private static final long NOT_A_STRING = 0x5bd1_e995_0bad_5eedL;

    /** Returns the hash of a string id. */
    public static long ofId(String id) {
        byte[] bytes = bytes(id);
        return ofId(bytes, 0, bytes.length);
    }

    /**
     * Returns the hashes of all ids with this spelling: of the string and, if possible, of the number. The number 5 and
     * the string "5" are different ids.
     */
    public static long[] ofIdAsWritten(String id) {
        long hash = ofId(id);
        return mayBeUnquoted(id) ? new long[] {hash, hash ^ NOT_A_STRING} : new long[] {hash};
    }

    /** Returns whether the text may be the spelling of a JSON value other than a string. */
    private static boolean mayBeUnquoted(String id) {
        return !id.isEmpty() && "-0123456789tf[{".indexOf(id.charAt(0)) >= 0;
    }

    /** Returns the hash of an id that is not a string, given the hash of its spelling. */
    static long unquoted(long hash) {
        return hash ^ NOT_A_STRING;
    }

    /**
     * Encodes an id as UTF-8. An unpaired surrogate becomes its three-byte form, which is not valid UTF-8; the JDK
     * would replace all of them by the same question mark.
     */
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
        // The length distinguishes the one id with checksum 0 from a missing id.
        return checksum.value() ^ (long) (to - from) << 56;
    }

    /** Returns a fingerprint over all bytes of an item, including its id, so that the item need not be scanned. */
    public static Fingerprint ofWhole(long idHash, byte[] item) {
        Checksum checksum = new Checksum();
        checksum.update(item, 0, item.length);
        return new Fingerprint(idHash, checksum.value());
    }

    public byte[] toBytes() {
        return ByteBuffer.allocate(BYTES).putLong(id).putLong(content).array();
    }

    /**
     * Parses the result of {@link #toString}.
     *
     * @throws IllegalArgumentException if the text is not a fingerprint
     */
    public static Fingerprint parse(String hex) {
        if (hex.length() != 2 * BYTES) {
            throw new IllegalArgumentException("not a fingerprint: " + hex);
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
