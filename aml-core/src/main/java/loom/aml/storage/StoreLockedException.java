package loom.aml.storage;

import java.io.IOException;
import java.time.Duration;

/** Thrown if another process held a lock for longer than aml waited. */
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
     * Returns the exception for something other than a lock under the name of a lock.
     *
     * @param what the type and age of the thing
     */
    public static StoreLockedException ofSomethingElse(String lock, Duration waited, String what) {
        return new StoreLockedException(
                lock,
                waited,
                what
                        + ", where runtimes make a directory, so nothing releases it (remove it if no other program uses it)");
    }

    /** Returns the path of the lock. */
    public String lock() {
        return lock;
    }

    public Duration waited() {
        return waited;
    }
}
