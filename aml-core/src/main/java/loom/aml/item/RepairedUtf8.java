package loom.aml.item;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import loom.aml.io.Encoding;
import loom.aml.io.FileState;
import loom.aml.io.TextInput;
import org.jspecify.annotations.Nullable;

/**
 * A text in which every invalid byte sequence is replaced by U+FFFD, as in the runtime. Text in UTF-16 or UTF-32,
 * detected by its byte order mark or by the zero bytes around its first character, is converted to UTF-8.
 */
final class RepairedUtf8 extends TextInput {
    private static final int WINDOW = 64 << 10;
    private static final int FIRST_BYTES = 4;

    private final TextInput text;
    private @Nullable CharsetDecoder decoder;
    private final ByteBuffer stored = ByteBuffer.allocate(WINDOW);
    private final CharBuffer characters = CharBuffer.allocate(WINDOW);
    private ByteBuffer repaired = ByteBuffer.allocate(0);
    private boolean atEnd;

    RepairedUtf8(TextInput text) {
        this.text = text;
    }

    @Override
    public Encoding encoding() {
        return text.encoding();
    }

    @Override
    public FileState state() {
        return text.state();
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        while (!repaired.hasRemaining()) {
            if (atEnd) {
                return -1;
            }
            fill();
        }
        int n = Math.min(length, repaired.remaining());
        repaired.get(into, offset, n);
        return n;
    }

    /** Reads more bytes; those of an incomplete character stay in the buffer. */
    private void fill() throws IOException {
        int n = text.read(stored.array(), stored.position(), stored.remaining());
        atEnd = n < 0;
        stored.position(stored.position() + Math.max(n, 0)).flip();
        if (decoder == null) {
            if (stored.limit() < FIRST_BYTES && !atEnd) {
                stored.compact();
                return;
            }
            decoder = decoderFor(stored);
        }
        decoder.decode(stored, characters.clear(), atEnd);
        stored.compact();
        repaired = StandardCharsets.UTF_8.encode(characters.flip());
    }

    private static CharsetDecoder decoderFor(ByteBuffer text) {
        return charsetOf(text).newDecoder().onMalformedInput(CodingErrorAction.REPLACE);
    }

    /** Detects the encoding from the first four bytes, as RFC 4627 describes. */
    private static Charset charsetOf(ByteBuffer text) {
        int first = 0;
        for (int i = 0; i < FIRST_BYTES; i++) {
            first = first << 8 | (i < text.limit() ? text.get(i) & 0xff : 0xff);
        }
        boolean[] zero = {first >>> 24 == 0, (first >>> 16 & 0xff) == 0, (first >>> 8 & 0xff) == 0, (first & 0xff) == 0
        };
        if (first == 0xfffe_0000 || (!zero[0] && zero[1] && zero[2] && zero[3])) {
            return Charset.forName("UTF-32LE");
        }
        if (first == 0x0000_feff || (zero[0] && zero[1] && zero[2] && !zero[3])) {
            return Charset.forName("UTF-32BE");
        }
        if (first >>> 16 == 0xfffe || (!zero[0] && zero[1] && !zero[2] && zero[3])) {
            return StandardCharsets.UTF_16LE;
        }
        if (first >>> 16 == 0xfeff || (zero[0] && !zero[1] && zero[2] && !zero[3])) {
            return StandardCharsets.UTF_16BE;
        }
        return StandardCharsets.UTF_8;
    }

    @Override
    public void close() throws IOException {
        text.close();
    }
}
