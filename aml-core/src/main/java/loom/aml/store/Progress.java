package loom.aml.store;

/** Told how far work on files has come. Called from several threads. */
@FunctionalInterface
public interface Progress {

    /** Tells nobody. */
    Progress NONE = new Progress() {
        @Override
        public void done(int done, int total) {}
    };

    /**
     * One more file is done.
     *
     * @param done how many are, of those that are worked on now
     */
    void done(int done, int total);
}
