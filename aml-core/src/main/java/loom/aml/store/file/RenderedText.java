package loom.aml.store.file;

import java.io.IOException;
import loom.aml.io.DamagedException;
import loom.aml.io.Encoding;
import loom.aml.io.FileState;
import loom.aml.io.TextInput;
import loom.aml.store.Rendering;
import org.jspecify.annotations.Nullable;

/** The text that a {@link Rendering} makes of a stored file. */
final class RenderedText extends TextInput {
    /** The maximum bytes of a file that is rendered. The memories of people are a thousand times smaller. */
    static final int LARGEST = 64_000_000;

    private final @Nullable TextInput source;
    private final Encoding encoding;
    private final FileState state;
    private final byte[] stored;
    private final byte[] text;
    private int at;

    private RenderedText(@Nullable TextInput source, Encoding encoding, FileState state, byte[] stored, byte[] text) {
        this.source = source;
        this.encoding = encoding;
        this.state = state;
        this.stored = stored;
        this.text = text;
    }

    /** Takes ownership of the text of a whole file, reads and renders it. */
    static RenderedText of(TextInput stored, Rendering rendering) throws IOException {
        boolean isRendered = false;
        try {
            byte[] bytes = stored.stream().readNBytes(LARGEST + 1);
            if (bytes.length > LARGEST) {
                throw new DamagedException(LARGEST, "larger than " + LARGEST + " bytes");
            }
            RenderedText text =
                    new RenderedText(stored, stored.encoding(), stored.state(), bytes, rendering.items(bytes));
            isRendered = true;
            return text;
        } finally {
            if (!isRendered) {
                stored.close();
            }
        }
    }

    /** Returns a text that is in memory. */
    static TextInput of(byte[] text) {
        return new RenderedText(null, Encoding.PLAIN, FileState.MISSING, Rendering.NO_FILE, text);
    }

    /** Returns the file that a text was rendered from; empty if it was not rendered. */
    static byte[] storedOf(TextInput text) {
        return text instanceof RenderedText rendered ? rendered.stored : Rendering.NO_FILE;
    }

    @Override
    public Encoding encoding() {
        return encoding;
    }

    @Override
    public FileState state() {
        return state;
    }

    @Override
    public int read(byte[] into, int offset, int length) {
        if (at == text.length) {
            return -1;
        }
        int n = Math.min(length, text.length - at);
        System.arraycopy(text, at, into, offset, n);
        at += n;
        return n;
    }

    @Override
    public void close() throws IOException {
        if (source != null) {
            source.close();
        }
    }
}
