package loom.aml.item;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import loom.aml.io.Encoding;
import loom.aml.io.FileState;
import loom.aml.io.TextInput;

/** Text in which every run of bytes that is no character has become U+FFFD, as the runtime reads it. */
final class RepairedUtf8 extends TextInput {
    private static final int WINDOW = 64 << 10;

    private final TextInput text;
    private final CharsetDecoder decoder =
            StandardCharsets.UTF_8.newDecoder().onMalformedInput(CodingErrorAction.REPLACE);
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

    /** The first bytes of a character that is not yet complete stay for the next time. */
    private void fill() throws IOException {
        int n = text.read(stored.array(), stored.position(), stored.remaining());
        atEnd = n < 0;
        stored.position(stored.position() + Math.max(n, 0)).flip();
        decoder.decode(stored, characters.clear(), atEnd);
        stored.compact();
        repaired = StandardCharsets.UTF_8.encode(characters.flip());
    }

    @Override
    public void close() throws IOException {
        text.close();
    }
}
