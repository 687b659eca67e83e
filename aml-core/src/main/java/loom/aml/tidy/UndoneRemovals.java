package loom.aml.tidy;

import java.io.IOException;
import loom.aml.item.Fingerprint;
import loom.aml.store.Cause;
import loom.aml.store.CollectionFile;

/** Knows what was tidied away and put back by hand, so that the same rule leaves it alone until it changes. */
public interface UndoneRemovals {

    /** Remembers nothing. No lambda: those of an interface's own constants are not in the AOT cache. */
    UndoneRemovals NONE = new UndoneRemovals() {
        @Override
        public boolean isPutBack(CollectionFile file, Fingerprint version, Cause cause) {
            return false;
        }

        @Override
        public boolean isPutBack(String path) {
            return false;
        }
    };

    /** Whether this version of an item was removed for this cause and put back. */
    boolean isPutBack(CollectionFile file, Fingerprint version, Cause cause);

    /** Whether a file was removed or replaced as a whole, was put back, and is what it was then, to the byte. */
    boolean isPutBack(String path) throws IOException;
}
