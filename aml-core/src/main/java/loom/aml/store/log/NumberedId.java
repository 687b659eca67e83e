package loom.aml.store.log;

/**
 * An id with its place in an order that does not depend on the clock.
 *
 * <pre>
 * 20261123T040000.120Z-3f9a.17      the 17th
 * 20261123T040000.120Z-3f9a         one from before they were numbered
 * </pre>
 *
 * <p>Those without a number come first, by their ids.
 *
 * @param sequence from 1; 0 if it has none
 */
public record NumberedId(String id, long sequence) implements Comparable<NumberedId> {

    /** A number of more digits is not one of ours. */
    private static final int MOST_DIGITS = 18;

    /** Splits a name into the id and its number. */
    public static NumberedId of(String name) {
        int dot = name.lastIndexOf('.');
        long sequence = dot < 0 ? 0 : numberFrom(dot + 1, name);
        return sequence == 0 ? new NumberedId(name, 0) : new NumberedId(name.substring(0, dot), sequence);
    }

    /** The number that the rest of a text is; 0 if it is none, or has zeros before it. */
    private static long numberFrom(int start, String text) {
        int digits = text.length() - start;
        if (digits == 0 || digits > MOST_DIGITS || text.charAt(start) == '0') {
            return 0;
        }
        long number = 0;
        for (int i = start; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < '0' || c > '9') {
                return 0;
            }
            number = 10 * number + (c - '0');
        }
        return number;
    }

    /** The id and, if it has one, its number. */
    public String name() {
        return sequence == 0 ? id : id + "." + sequence;
    }

    @Override
    public int compareTo(NumberedId other) {
        int bySequence = Long.compare(sequence, other.sequence);
        return bySequence != 0 ? bySequence : id.compareTo(other.id);
    }
}
