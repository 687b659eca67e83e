package loom.aml.backup.create;

/**
 * Writes the steps of a {@link loom.aml.backup.repository.Recipe}; consecutive steps of the same kind are merged. Not safe for
 * use by several threads.
 */
public final class StepWriter {
    private final StringBuilder steps = new StringBuilder();
    private long position;
    private long copied;
    private long added;

    /** Copies a range of the previous version. */
    public void copy(long from, long length) {
        if (added > 0 || from != position) {
            flush();
            if (from > position) {
                steps.append('-').append(from - position);
            } else if (from < position) {
                steps.append('@').append(from);
            }
            position = from;
        }
        copied += length;
        position += length;
    }

    /** Takes the given number of new bytes. */
    public void add(long length) {
        if (copied > 0) {
            flush();
        }
        added += length;
    }

    private void flush() {
        if (copied > 0) {
            steps.append('=').append(copied);
        }
        if (added > 0) {
            steps.append('+').append(added);
        }
        copied = 0;
        added = 0;
    }

    /** Returns the steps. */
    @Override
    public String toString() {
        flush();
        return steps.toString();
    }
}
