package loom.aml.backup.repository;

import java.util.Arrays;
import loom.aml.io.DamagedException;

/** A text as a list of ranges in segments. A range needs 28 bytes of memory. Adjacent ranges are merged. */
final class Ranges {
    /** Enough digits for the size of any file, and few enough that sums of such numbers fit into a long. */
    private static final int MAX_DIGITS = 16;

    /** The maximum initial capacity, because the expected number of ranges comes from unverified data. */
    private static final int MOST_ROOM = 4096;

    /** In place of a segment number: the range is in the text of a file that is stored as gzip. */
    static final int INFLATED = -1;

    private int[] segments;
    private long[] offsets;
    private long[] starts;
    private int count;

    /** Creates an empty list with the given capacity. */
    private Ranges(int room) {
        segments = new int[room];
        offsets = new long[room];
        starts = new long[room + 1];
    }

    /** Returns an empty text. */
    static Ranges none() {
        return new Ranges(0);
    }

    /** Returns the text of an inflated file, of which only the size is known. */
    static Ranges whole(long size) throws DamagedException {
        if (size < 0) {
            throw new DamagedException(0, "invalid text size: " + size + " bytes");
        }
        Ranges text = new Ranges(1);
        text.add(INFLATED, 0, size);
        return text;
    }

    /** Returns the number of backward moves in the gzip that the text is read from. */
    int returns() {
        int returns = 0;
        long position = 0;
        for (int piece = 0; piece < count; piece++) {
            if (segments[piece] == INFLATED) {
                returns += offsets[piece] < position ? 1 : 0;
                position = offsets[piece] + length(piece);
            }
        }
        return returns;
    }

    int count() {
        return count;
    }

    /** Returns the size of the text in bytes. */
    long size() {
        return starts[count];
    }

    /** Returns the segment number of a range. */
    int segment(int piece) {
        return segments[piece];
    }

    /** Returns the position of a range in the content of its segment. */
    long offset(int piece) {
        return offsets[piece];
    }

    long length(int piece) {
        return starts[piece + 1] - starts[piece];
    }

    private void add(int segment, long offset, long length) {
        if (length == 0) {
            return;
        }
        int last = count - 1;
        if (last >= 0 && segments[last] == segment && offsets[last] + length(last) == offset) {
            starts[count] += length;
            return;
        }
        if (count == segments.length) {
            int room = 2 * count + 4;
            segments = Arrays.copyOf(segments, room);
            offsets = Arrays.copyOf(offsets, room);
            starts = Arrays.copyOf(starts, room + 1);
        }
        segments[count] = segment;
        offsets[count] = offset;
        starts[count + 1] = starts[count] + length;
        count++;
    }

    /** Adds a part of another text. */
    private void addFrom(Ranges other, long position, long length) throws DamagedException {
        if (position < 0 || length < 0 || position > other.size() || length > other.size() - position) {
            throw new DamagedException(
                    position, "a recipe copies bytes beyond the " + other.size() + " bytes of the previous version");
        }
        int found = Arrays.binarySearch(other.starts, 0, other.count + 1, position);
        int piece = found >= 0 ? found : -found - 2;
        long at = position;
        long end = position + length;
        while (at < end) {
            long into = at - other.starts[piece];
            long take = Math.min(other.length(piece) - into, end - at);
            add(other.segments[piece], other.offsets[piece] + into, take);
            at += take;
            piece++;
        }
    }

    /**
     * Applies a recipe.
     *
     * @param before the previous version; empty if absent
     * @param segment the number of the segment that contains the new bytes
     */
    static Ranges follow(Recipe recipe, Ranges before, int segment) throws DamagedException {
        // About as many ranges as before, plus one for every few characters of each step.
        Ranges text = new Ranges(before.count + Math.min(recipe.steps().length() / 4, MOST_ROOM));
        String steps = recipe.steps();
        long position = 0;
        long own = recipe.at();
        int i = 0;
        while (i < steps.length()) {
            char step = steps.charAt(i++);
            int from = i;
            long number = 0;
            while (i < steps.length() && steps.charAt(i) >= '0' && steps.charAt(i) <= '9') {
                number = number * 10 + steps.charAt(i++) - '0';
            }
            if (i == from || i - from > MAX_DIGITS) {
                throw new DamagedException(0, "a recipe contains an invalid step: " + step);
            }
            switch (step) {
                case '=' -> {
                    text.addFrom(before, position, number);
                    position += number;
                }
                case '-' -> position += number;
                case '@' -> position = number;
                case '+' -> {
                    text.add(segment, own, number);
                    own += number;
                }
                default -> throw new DamagedException(0, "a recipe contains an invalid step: " + step);
            }
        }
        if (text.size() != recipe.text().size()) {
            throw new DamagedException(
                    0,
                    "a recipe produces " + text.size() + " bytes instead of "
                            + recipe.text().size());
        }
        return text;
    }
}
