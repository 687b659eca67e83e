package loom.aml.store.markdown;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import loom.aml.io.DamagedException;

/** Converts stored files to text and back, and refuses what would not survive the way. */
public final class StoredText {
    /** The largest file, in bytes. */
    public static final int LARGEST = 16 << 20;

    private StoredText() {}

    /**
     * Returns the text of a file.
     *
     * @throws DamagedException if it is larger than {@link #LARGEST}, is not valid UTF-8 or contains a NUL
     */
    public static String decoded(byte[] stored) throws DamagedException {
        requireSize(stored);
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        CharBuffer text = CharBuffer.allocate(stored.length);
        ByteBuffer bytes = ByteBuffer.wrap(stored);
        CoderResult result = decoder.decode(bytes, text, true);
        if (result.isError()) {
            throw new DamagedException(bytes.position(), "invalid UTF-8");
        }
        String decoded = text.flip().toString();
        int nul = decoded.indexOf('\0');
        if (nul >= 0) {
            throw new DamagedException(
                    decoded.substring(0, nul).getBytes(StandardCharsets.UTF_8).length, "a NUL character");
        }
        return decoded;
    }

    /**
     * Returns the bytes of a text.
     *
     * @throws DamagedException if a file cannot contain it
     */
    public static byte[] encoded(String text) throws DamagedException {
        try {
            ByteBuffer encoded = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
            byte[] bytes = new byte[encoded.remaining()];
            encoded.get(bytes);
            requireSize(bytes);
            return bytes;
        } catch (CharacterCodingException e) {
            throw new DamagedException(0, "half of a surrogate pair, which UTF-8 cannot express");
        }
    }

    private static void requireSize(byte[] bytes) throws DamagedException {
        if (bytes.length > LARGEST) {
            throw new DamagedException(LARGEST, "more than " + (LARGEST >> 20) + " MB");
        }
    }
}
