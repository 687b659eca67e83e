package loom.aml.store;

import java.time.Instant;

/**
 * One version of something that a store holds, such as a collection: whatever the store compares to find out whether it was changed.
 * Only the store looks inside. Two versions are equal if nothing was changed between them, as far as the store can tell.
 */
public interface Version {

    /** There is nothing. */
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
        public String toString() {
            return "missing";
        }
    };

    /** Whether there is nothing. */
    boolean isMissing();

    /** The size as stored, in bytes; 0 if there is nothing. */
    long bytes();

    /** The time of the last change. */
    Instant modified();
}
