package loom.aml.store.file;

import java.io.IOException;

/** The lock of one file, while it is held. Used by one thread. */
public interface FileLock extends AutoCloseable {

    /** Stands for a lock where writers take none. */
    FileLock NONE = new FileLock() {
        @Override
        public boolean isOurs() {
            return true;
        }

        @Override
        public void keepAlive() {
            // Nobody waits for it.
        }

        @Override
        public boolean release() {
            return true;
        }

        @Override
        public void close() {
            // Nothing was taken.
        }
    };

    /** Returns whether the lock is still held. After a long suspension another process may have taken it over. */
    boolean isOurs() throws IOException;

    /** Shows waiting programs that the holder is alive. To be called regularly during long work. */
    void keepAlive() throws IOException;

    /**
     * Releases the lock if it is still held.
     *
     * @return whether it was held
     */
    boolean release() throws IOException;

    /** Releases the lock unless it was released or lost before. */
    @Override
    void close() throws IOException;
}
