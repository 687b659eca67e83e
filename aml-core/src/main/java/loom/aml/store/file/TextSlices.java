package loom.aml.store.file;

import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import loom.aml.io.Encoding;
import loom.aml.io.FileInput;
import loom.aml.io.FileName;
import loom.aml.io.TextInput;
import loom.aml.store.CollectionFile;
import loom.aml.store.TextSlice;

/**
 * Reads slices of a collection's text. Of a plain file only their bytes are read; a gzip file must be inflated up to
 * the last slice.
 */
final class TextSlices {
    private static final int BLOCK = 64 << 10;

    private TextSlices() {}

    /** Reads pieces, in whatever order they are asked for. One that the text ends before is not given. */
    static void read(CollectionTexts texts, CollectionFile file, List<TextSlice> slices, TextSlice.Sink sink)
            throws IOException {
        List<Integer> order = IntStream.range(0, slices.size())
                .boxed()
                .sorted(Comparator.comparingLong(i -> slices.get(i).offset()))
                .toList();
        try (FileInput input = texts.disk().open(FileName.resolve(texts.root(), file.path()))) {
            byte[] first = new byte[2];
            int length = readFully(input::read, first, first.length);
            if (texts.rendering(file) == null && Encoding.of(first, length) == Encoding.PLAIN) {
                for (int place : order) {
                    input.seek(slices.get(place).offset());
                    piece(input::read, slices.get(place), place, sink);
                }
            } else {
                input.seek(0);
                inflated(texts.of(file, input), order, slices, sink);
            }
        }
    }

    private static void inflated(TextInput text, List<Integer> order, List<TextSlice> slices, TextSlice.Sink sink)
            throws IOException {
        long at = 0;
        for (int place : order) {
            TextSlice slice = slices.get(place);
            if (slice.offset() < at || !skip(text, slice.offset() - at)) {
                return;
            }
            piece(text::read, slice, place, sink);
            at = slice.offset() + slice.length();
        }
    }

    private interface Reading {
        int read(byte[] into, int offset, int length) throws IOException;
    }

    private static void piece(Reading from, TextSlice slice, int place, TextSlice.Sink sink) throws IOException {
        byte[] piece = new byte[slice.length()];
        if (readFully(from, piece, piece.length) == piece.length) {
            sink.piece(place, piece);
        }
    }

    private static int readFully(Reading from, byte[] into, int length) throws IOException {
        int read = 0;
        while (read < length) {
            int n = from.read(into, read, length - read);
            if (n < 0) {
                break;
            }
            read += n;
        }
        return read;
    }

    private static boolean skip(TextInput text, long bytes) throws IOException {
        byte[] block = new byte[BLOCK];
        long left = bytes;
        while (left > 0) {
            int n = text.read(block, 0, (int) Math.min(left, block.length));
            if (n < 0) {
                return false;
            }
            left -= n;
        }
        return true;
    }
}
