package loom.aml.store;

/** Receives the progress of work on files. Called from several threads. */
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
}
