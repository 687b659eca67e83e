package loom.aml.backup.segment;

import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import loom.aml.io.DamagedException;
import loom.aml.storage.ObjectReader;

/**
 * Finds the frames of a segment whose seek table is lost, as in a truncated file: walks from one frame to the next by their
 * headers, up to the first incomplete one.
 *
 * <pre>
 * 28 b5 2f fd | descriptor | window 0-1 | dictionary 0-4 | content size 0-8 | blocks | checksum 0 or 4        RFC 8878
 * block: last 1 bit, kind 2 bits, size 21 bits, little-endian | size bytes, of kind 1 one byte
 * </pre>
 */
final class FrameWalk {
    private static final int MAGIC = 0xfd2fb528;
    private static final int LONGEST_HEAD = 18;
    private static final int BLOCK_HEAD = 3;
    private static final int CHECKSUM = 4;
    private static final int SINGLE_SEGMENT = 1 << 5;
    private static final int HAS_CHECKSUM = 1 << 2;
    private static final int ONE_BYTE = 1;
    private static final int RESERVED = 3;
    private static final int[] DICTIONARY = {0, 1, 2, 4};

    private final ObjectReader file;
    private final long size;
    private long[] places = new long[16];
    private long[] offsets = new long[16];
    private int count;

    private FrameWalk(ObjectReader file) {
        this.file = file;
        this.size = file.size();
    }

    /** Returns a table of the complete frames at the beginning of the file; empty if the first is incomplete. */
    static SeekTable of(ObjectReader file) throws IOException {
        FrameWalk walk = new FrameWalk(file);
        boolean isFound = true;
        while (isFound) {
            isFound = walk.frame();
        }
        return new SeekTable(Arrays.copyOf(walk.places, walk.count + 1), Arrays.copyOf(walk.offsets, walk.count + 1));
    }

    /** Adds the next frame; returns false at the first incomplete one. */
    private boolean frame() throws IOException {
        long place = places[count];
        int length = (int) Math.min(LONGEST_HEAD, size - place);
        ByteBuffer head = SeekTable.bytes(file, place, length);
        try {
            if (head.getInt() != MAGIC) {
                return false;
            }
            int descriptor = head.get();
            boolean isSingle = (descriptor & SINGLE_SEGMENT) != 0;
            head.position(head.position() + (isSingle ? 0 : 1) + DICTIONARY[descriptor & 3]);
            long raw = switch (descriptor >> 6 & 3) {
                case 0 -> isSingle ? head.get() & 0xff : -1;
                case 1 -> (head.getShort() & 0xffff) + 256;
                case 2 -> head.getInt() & 0xffff_ffffL;
                default -> head.getLong();
            };
            long end = blocks(place + head.position()) + ((descriptor & HAS_CHECKSUM) != 0 ? CHECKSUM : 0);
            if (raw <= 0 || raw > Frame.MAX_RAW || end > size || end - place > Integer.MAX_VALUE) {
                return false;
            }
            add(end, raw);
            return true;
        } catch (BufferUnderflowException | IllegalArgumentException | DamagedException e) {
            // A truncated header is not a frame.
            return false;
        }
    }

    /** Returns the end of a frame's blocks. */
    private long blocks(long from) throws IOException {
        long place = from;
        while (true) {
            ByteBuffer bytes = SeekTable.bytes(file, place, BLOCK_HEAD);
            int head = bytes.get() & 0xff | (bytes.get() & 0xff) << 8 | (bytes.get() & 0xff) << 16;
            int kind = head >> 1 & 3;
            if (kind == RESERVED) {
                throw new DamagedException(place, "a block of a reserved type");
            }
            place += BLOCK_HEAD + (kind == ONE_BYTE ? 1 : head >> 3);
            if ((head & 1) != 0) {
                return place;
            }
        }
    }

    private void add(long end, long raw) {
        if (count + 1 == places.length) {
            places = Arrays.copyOf(places, 2 * places.length);
            offsets = Arrays.copyOf(offsets, 2 * offsets.length);
        }
        places[count + 1] = end;
        offsets[count + 1] = offsets[count] + raw;
        count++;
    }
}
