package loom.aml.purge;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The bytes of a file as characters, from which exactly the same bytes are made again: UTF-8, or UTF-16 with a byte order mark. A byte that
 * is not UTF-8 becomes a character from U+DC80 to U+DCFF, which no valid text contains.
 *
 * @param text the characters
 * @param charset the encoding of the file
 */
record FileText(String text, Charset charset) {
    private static final int ESCAPE = 0xdc00;
    private static final int FIRST_ESCAPED = 0xdc80;
    private static final int LAST_ESCAPED = 0xdcff;
    private static final char MARK = '\ufeff';

    static FileText of(byte[] bytes) {
        for (Charset wide : new Charset[] {StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE}) {
            if (bytes.length > 2 && wide.decode(ByteBuffer.wrap(bytes, 0, 2)).charAt(0) == MARK) {
                String text = new String(bytes, wide);
                if (Arrays.equals(text.getBytes(wide), bytes)) {
                    return new FileText(text, wide);
                }
            }
        }
        return new FileText(decoded(bytes), StandardCharsets.UTF_8);
    }

    private static String decoded(byte[] bytes) {
        CharsetDecoder decoder = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        try {
            return decoder.decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            return escaped(bytes, decoder.reset());
        }
    }

    private static String escaped(byte[] bytes, CharsetDecoder decoder) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        CharBuffer out = CharBuffer.allocate(bytes.length + 1);
        while (true) {
            CoderResult result = decoder.decode(in, out, true);
            if (!result.isError()) {
                return out.flip().toString();
            }
            for (int i = 0; i < result.length(); i++) {
                out.put((char) (ESCAPE + (in.get() & 0xff)));
            }
            decoder.reset();
        }
    }

    /** Returns whether the file is valid text. */
    boolean isValid() {
        return charset != StandardCharsets.UTF_8 || firstEscape(text, 0) == text.length();
    }

    /** Returns the bytes of another text in the encoding of this file. */
    byte[] bytesOf(String other) {
        int escape = charset == StandardCharsets.UTF_8 ? firstEscape(other, 0) : other.length();
        if (escape == other.length()) {
            return other.getBytes(charset);
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream(other.length());
        int from = 0;
        while (escape < other.length()) {
            out.writeBytes(other.substring(from, escape).getBytes(charset));
            out.write(other.charAt(escape) - ESCAPE);
            from = escape + 1;
            escape = firstEscape(other, from);
        }
        out.writeBytes(other.substring(from).getBytes(charset));
        return out.toByteArray();
    }

    /** Returns the offset of the first escaped byte; the length of the text if absent. */
    private static int firstEscape(String text, int from) {
        for (int i = from; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isHighSurrogate(c) && i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))) {
                i++;
            } else if (c >= FIRST_ESCAPED && c <= LAST_ESCAPED) {
                return i;
            }
        }
        return text.length();
    }
}
