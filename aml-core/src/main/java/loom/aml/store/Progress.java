package loom.aml.store;

/** Told how far a change has come. Called from several threads. */
@FunctionalInterface
public interface Progress {

    /** Tells nobody. */
    Progress NONE = (path, done, total) -> {};

    /** One more file is done. */
    void done(String path, int done, int total);
}
