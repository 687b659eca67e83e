package loom.aml.storage;

import java.io.IOException;
import java.time.Duration;

/** Somebody else holds a lock and kept holding it for as long as we waited. */
public final class StoreLockedException extends IOException {
    private static final long serialVersionUID = 1L;

    private final String lock;
    private final Duration waited;

    public StoreLockedException(String lock, Duration waited, String holder) {
        super(lock + " is held by " + holder + "; waited " + waited.toSeconds() + " s for it");
        this.lock = lock;
        this.waited = waited;
    }

    /**
     * Something that is not a lock stands in the place of one.
     *
     * @param what what it is, and since when
     */
    public static StoreLockedException ofSomethingElse(String lock, Duration waited, String what) {
        return new StoreLockedException(
                lock,
                waited,
                what
                        + ", where runtimes make a directory, so nothing releases it (remove it if no other program uses it)");
    }

    /** The path of the lock. */
    public String lock() {
        return lock;
    }

    public Duration waited() {
        return waited;
    }
}
