package loom.aml.backup.segment;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import loom.aml.io.DamagedException;
import loom.aml.storage.ObjectReader;

/**
 * The locations of the frames of a segment: the seek table of the Zstandard Seekable Format 0.1.0, a skippable frame at the end
 * of the file that every zstd decoder ignores.
 *
 * <pre>
 *   5e 2a 4d 18 | length 4 | (compressed 4, raw 4) a frame | frames 4 | 0 | b1 ea 92 8f        all little-endian
 * </pre>
 */
final class SeekTable {
    private static final int SKIPPABLE = 0x184d2a5e;
    private static final int SEEKABLE = 0x8f92eab1;
    private static final int HEAD = 8;
    private static final int ENTRY = 8;
    private static final int FOOTER = 9;

    /** The maximum that the format allows. */
    private static final int MAX_FRAMES = 0x800_0000;

    /** The start of each frame in the file, and the end of the last one. */
    private final long[] places;

    /** The start of each frame's content in the content of the segment, and the end of the last one. */
    private final long[] offsets;

    SeekTable(long[] places, long[] offsets) {
        this.places = places;
        this.offsets = offsets;
    }

    static final class Builder {
        private final List<Entry> entries = new ArrayList<>();

        private record Entry(int length, int rawLength) {}

        void add(Frame frame) {
            entries.add(new Entry(frame.length(), frame.rawLength()));
        }

        byte[] toBytes() {
            int length = entries.size() * ENTRY + FOOTER;
            ByteBuffer table = ByteBuffer.allocate(HEAD + length).order(ByteOrder.LITTLE_ENDIAN);
            table.putInt(SKIPPABLE).putInt(length);
            entries.forEach(entry -> table.putInt(entry.length()).putInt(entry.rawLength()));
            return table.putInt(entries.size()).put((byte) 0).putInt(SEEKABLE).array();
        }
    }

    /**
     * Reads the table of a segment.
     *
     * @throws DamagedException if it is missing, or does not match the file
     */
    static SeekTable read(ObjectReader file) throws IOException {
        long size = file.size();
        if (size < HEAD + FOOTER) {
            throw new DamagedException(0, "the segment is cut off: its table of frames is missing");
        }
        ByteBuffer footer = bytes(file, size - FOOTER, FOOTER);
        int count = footer.getInt();
        int descriptor = footer.get();
        long start = size - FOOTER - (long) count * ENTRY - HEAD;
        if (footer.getInt() != SEEKABLE || descriptor != 0 || count < 0 || count > MAX_FRAMES || start < 0) {
            throw new DamagedException(
                    size - FOOTER, "the segment is cut off or overwritten: its table of frames is missing");
        }
        ByteBuffer table = bytes(file, start, HEAD + count * ENTRY);
        if (table.getInt() != SKIPPABLE || table.getInt() != count * ENTRY + FOOTER) {
            throw new DamagedException(start, "the table of frames starts at an unexpected position");
        }
        long[] places = new long[count + 1];
        long[] offsets = new long[count + 1];
        for (int i = 0; i < count; i++) {
            int length = table.getInt();
            int raw = table.getInt();
            if (length <= 0 || raw <= 0 || raw > Frame.MAX_RAW) {
                throw new DamagedException(start, "the table of frames lists a frame of " + raw + " bytes");
            }
            places[i + 1] = places[i] + length;
            offsets[i + 1] = offsets[i] + raw;
        }
        if (places[count] != start) {
            throw new DamagedException(start, "the frames do not end at the start of their table");
        }
        return new SeekTable(places, offsets);
    }

    static ByteBuffer bytes(ObjectReader file, long position, int length) throws IOException {
        byte[] bytes = new byte[length];
        readFully(file, position, bytes, length);
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    static void readFully(ObjectReader file, long position, byte[] into, int length) throws IOException {
        int done = 0;
        while (done < length) {
            int n = file.read(position + done, into, done, length - done);
            if (n < 0) {
                throw new DamagedException(position + done, "unexpected end of the segment");
            }
            done += n;
        }
    }

    int frames() {
        return places.length - 1;
    }

    /** Returns the size of the content of all frames. */
    long size() {
        return offsets[frames()];
    }

    /** Returns the index of the frame that contains a byte of the content. */
    int frameAt(long offset) {
        int found = Arrays.binarySearch(offsets, offset);
        return found >= 0 ? found : -found - 2;
    }

    long offset(int frame) {
        return offsets[frame];
    }

    int rawLength(int frame) {
        return (int) (offsets[frame + 1] - offsets[frame]);
    }

    long place(int frame) {
        return places[frame];
    }

    int length(int frame) {
        return (int) (places[frame + 1] - places[frame]);
    }
}
