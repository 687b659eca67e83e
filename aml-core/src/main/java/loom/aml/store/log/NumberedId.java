package loom.aml.store.log;

/**
 * An id with a sequence number, so that its order does not depend on the clock.
 *
 * <pre>
 * 20261123T040000.120Z-3f9a.17      the 17th
 * 20261123T040000.120Z-3f9a         one without a number, by an earlier version
 * </pre>
 *
 * <p>Those without a number come first, sorted by id.
 *
 * @param sequence from 1; 0 if absent
 */
public record NumberedId(String id, long sequence) implements Comparable<NumberedId> {

    /** The maximum number of digits; a longer number was not written by aml. */
    private static final int MOST_DIGITS = 18;

    /** Splits a name into id and number. */
    public static NumberedId of(String name) {
        int dot = name.lastIndexOf('.');
        long sequence = dot < 0 ? 0 : numberFrom(dot + 1, name);
        return sequence == 0 ? new NumberedId(name, 0) : new NumberedId(name.substring(0, dot), sequence);
    }

    /** Returns the number in the rest of a text; 0 if it is not a number or has leading zeros. */
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

    /** Returns the id and, if present, the number. */
    public String name() {
        return sequence == 0 ? id : id + "." + sequence;
    }

    @Override
    public int compareTo(NumberedId other) {
        int bySequence = Long.compare(sequence, other.sequence);
        return bySequence != 0 ? bySequence : id.compareTo(other.id);
    }
}
