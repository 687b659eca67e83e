package loom.aml.store;

/**
 * Receives the progress of work on files. Called from several threads. It may throw a {@link
 * java.util.concurrent.CancellationException} to stop work that only reads; see {@link #ofChanges}.
 */
@FunctionalInterface
public interface Progress {

    /** Ignores progress. */
    Progress NONE = new Progress() {
        @Override
        public void done(int done, int total) {}
    };

    /**
     * Reports that one more file is done.
     *
     * @param done the number of files that are done, out of {@code total}
     */
    void done(int done, int total);

    /** Returns the progress of changes, which must not be stopped halfway and so must not throw. */
    default Progress ofChanges() {
        return this;
    }
}
