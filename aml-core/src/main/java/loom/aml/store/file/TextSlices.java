package loom.aml.store.file;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import loom.aml.io.Disk;
import loom.aml.io.Encoding;
import loom.aml.io.FileInput;
import loom.aml.io.GzipLimits;
import loom.aml.io.TextInput;
import org.jspecify.annotations.Nullable;

/**
 * Reads single pieces of a collection's text without the rest: of a plain file just their bytes, of a gzip file what stands before
 * the last of them, too, since it must be inflated.
 */
public final class TextSlices {
    private static final int BLOCK = 64 << 10;

    private TextSlices() {}

    /** A piece of a text. */
    public record Slice(long offset, int length) {}

    /**
     * Reads pieces, in whatever order they are asked for.
     *
     * @return the bytes of each, in that order; null where the text ends before it does
     */
    public static List<byte @Nullable []> read(Disk disk, Path file, GzipLimits limits, List<Slice> slices)
            throws IOException {
        @Nullable byte[][] pieces = new byte[slices.size()][];
        List<Integer> order = IntStream.range(0, slices.size())
                .boxed()
                .sorted(Comparator.comparingLong(i -> slices.get(i).offset()))
                .toList();
        FileInput input = disk.open(file);
        byte[] first = new byte[2];
        int length = readFully(input::read, first, first.length);
        input.seek(0);
        if (Encoding.of(first, length) == Encoding.PLAIN) {
            try (input) {
                for (int i : order) {
                    input.seek(slices.get(i).offset());
                    pieces[i] = piece(input::read, slices.get(i).length());
                }
            }
        } else {
            try (TextInput text = TextInput.of(input, limits)) {
                long at = 0;
                for (int i : order) {
                    Slice slice = slices.get(i);
                    if (slice.offset() < at || !skip(text, slice.offset() - at)) {
                        break;
                    }
                    pieces[i] = piece(text::read, slice.length());
                    at = slice.offset() + slice.length();
                }
            }
        }
        return new ArrayList<>(Arrays.asList(pieces));
    }

    private interface Reading {
        int read(byte[] into, int offset, int length) throws IOException;
    }

    private static byte @Nullable [] piece(Reading from, int length) throws IOException {
        byte[] piece = new byte[length];
        return readFully(from, piece, length) == length ? piece : null;
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
