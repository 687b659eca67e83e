package loom.aml.store;

import java.time.Instant;

/**
 * A version of something that a store holds, such as a collection. Its content is private to the store, which compares
 * versions to detect changes. Two versions are equal if nothing changed between them, as far as the store can detect.
 */
public interface Version {

    /** The version of something that does not exist. */
    Version MISSING = new Version() {
        @Override
        public boolean isMissing() {
            return true;
        }

        @Override
        public long bytes() {
            return 0;
        }

        @Override
        public Instant modified() {
            return Instant.EPOCH;
        }

        @Override
        public String text() {
            return "";
        }

        @Override
        public boolean isRacy(Instant lookedAt) {
            return false;
        }

        @Override
        public String toString() {
            return "missing";
        }
    };

    /** Returns whether nothing exists. */
    boolean isMissing();

    /** Returns the stored size in bytes; 0 if nothing exists. */
    long bytes();

    /** Returns the time of the last change. */
    Instant modified();

    /** Returns a text that differs between versions, for tables that are kept on disk; empty if there is nothing. */
    String text();

    /**
     * Returns whether another change could have followed without the version showing it, because the last one was in the same tick of
     * the clock as a look at {@code lookedAt}.
     */
    boolean isRacy(Instant lookedAt);
}
