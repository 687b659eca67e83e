package loom.aml.io;

import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** SHA-256 (FIPS 180-4), with hex digits as {@code sha256sum} prints them. Not thread-safe. */
public final class Sha256 {
    /** The number of hex digits of a sum. */
    public static final int DIGITS = 64;

    private static final int ENOUGH_TO_COMPILE = 1 << 20;

    private final MessageDigest digest;
    private long size;

    public Sha256() {
        this(newDigest(), 0);
    }

    private Sha256(MessageDigest digest, long size) {
        this.digest = digest;
        this.size = size;
    }

    /** Returns a copy to which other bytes can be added. */
    public Sha256 copy() {
        try {
            return new Sha256((MessageDigest) digest.clone(), size);
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("SHA-256 of the Java platform can be copied", e);
        }
    }

    /** Warms up: loads the algorithm and hashes until the JVM uses processor instructions for it. */
    public static void prepare() {
        of(new byte[ENOUGH_TO_COMPILE]);
    }

    private static MessageDigest newDigest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform supports SHA-256", e);
        }
    }

    public void update(byte[] bytes, int offset, int length) {
        digest.update(bytes, offset, length);
        size += length;
    }

    /** Returns the sum of all bytes so far and resets. */
    public Sum sum() {
        Sum sum = new Sum(size, HexFormat.of().formatHex(digest.digest()));
        size = 0;
        return sum;
    }

    /** Reads to the end. Returns the sum of what was read. */
    public static Sum of(ByteInput input) throws IOException {
        Sha256 sha = new Sha256();
        input.transferTo(sha::update);
        return sha.sum();
    }

    public static Sum of(byte[] bytes) {
        Sha256 sha = new Sha256();
        sha.update(bytes, 0, bytes.length);
        return sha.sum();
    }

    /**
     * The size and hash of a content.
     *
     * @param size length in bytes
     * @param hex 64 lower-case hex digits
     */
    public record Sum(long size, String hex) {
        public Sum {
            if (!isHex(hex)) {
                throw new IllegalArgumentException("not a SHA-256 sum: " + hex);
            }
        }

        // The generated equals of a record is linked at run time; see FileState.
        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Sum sum && size == sum.size && hex.equals(sum.hex);
        }

        @Override
        public int hashCode() {
            return hex.hashCode();
        }
    }

    /** Returns whether a text is the hex form of a sum. */
    public static boolean isHex(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if ((c < '0' || c > '9') && (c < 'a' || c > 'f')) {
                return false;
            }
        }
        return text.length() == DIGITS;
    }
}
