package loom.aml.tidy;

import java.io.IOException;
import loom.aml.item.Fingerprint;
import loom.aml.store.Cause;
import loom.aml.store.CollectionFile;

/** The removals by garbage collection that a user undid, so that the same rule keeps the data until it changes. */
public interface UndoneRemovals {

    /** No removals. Not a lambda, because the AOT cache does not contain lambdas of an interface's own constants. */
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

    /** Returns whether this version of an item was removed for this cause and restored. */
    boolean isPutBack(CollectionFile file, Fingerprint version, Cause cause);

    /** Returns whether a file was removed or replaced as a whole, was restored, and still has the same bytes. */
    boolean isPutBack(String path) throws IOException;
}
