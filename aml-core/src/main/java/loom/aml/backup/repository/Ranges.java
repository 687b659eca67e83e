package loom.aml.backup.repository;

import java.util.Arrays;
import loom.aml.io.DamagedException;

/**
 * A text as pieces of segments, in order: 28 bytes of memory a piece. Pieces that follow each other in a segment are one.
 */
final class Ranges {
    /** More than any file has, and less than a long can hold even when a few are added up. */
    private static final int MAX_DIGITS = 16;

    /** What nobody read yet makes no more room than for so many pieces at once. */
    private static final int MOST_ROOM = 4096;

    /** In place of a segment's number: the piece lies in the text of a file that is kept as gzip. */
    static final int INFLATED = -1;

    private int[] segments;
    private long[] offsets;
    private long[] starts;
    private int count;

    /** A text of no pieces, with room for some. */
    private Ranges(int room) {
        segments = new int[room];
        offsets = new long[room];
        starts = new long[room + 1];
    }

    /** A text of no bytes. */
    static Ranges none() {
        return new Ranges(0);
    }

    /** A text of which only the size is known. */
    static Ranges whole(long size) throws DamagedException {
        if (size < 0) {
            throw new DamagedException(0, "a text of " + size + " bytes");
        }
        Ranges text = new Ranges(1);
        text.add(INFLATED, 0, size);
        return text;
    }

    /** How often the text goes back in gzip that it is made of. */
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

    /** Bytes of the text. */
    long size() {
        return starts[count];
    }

    /** The number of the segment of a piece. */
    int segment(int piece) {
        return segments[piece];
    }

    /** Where a piece begins in its segment's content. */
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

    /** Adds the pieces of another text from one place of it on. */
    private void addFrom(Ranges other, long position, long length) throws DamagedException {
        if (position < 0 || length < 0 || position > other.size() || length > other.size() - position) {
            throw new DamagedException(
                    position, "a recipe that copies beyond the " + other.size() + " bytes of the version before");
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
     * Follows a recipe.
     *
     * @param before the version before; empty if there is none
     * @param segment the number of the segment in which the recipe's own bytes lie
     */
    static Ranges follow(Recipe recipe, Ranges before, int segment) throws DamagedException {
        // About as many pieces as before, and one more for a few characters each.
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
                throw new DamagedException(0, "a recipe with a step that is none: " + step);
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
                default -> throw new DamagedException(0, "a recipe with a step that is none: " + step);
            }
        }
        if (text.size() != recipe.text().size()) {
            throw new DamagedException(
                    0,
                    "a recipe that makes " + text.size() + " bytes of "
                            + recipe.text().size());
        }
        return text;
    }
}
