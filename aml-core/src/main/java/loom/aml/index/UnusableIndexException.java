package loom.aml.index;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** What stands in the place of an index is none, is damaged, or is of another version. The remedy is always to make it anew. */
final class UnusableIndexException extends IOException {
    private static final long serialVersionUID = 1L;

    private final String what;
    private final boolean isMissing;

    UnusableIndexException(String what, boolean isMissing, @Nullable Throwable cause) {
        super(what, cause);
        this.what = what;
        this.isMissing = isMissing;
    }

    /** What is wrong, as the end of a sentence. */
    String what() {
        return what;
    }

    /** Whether there is simply none yet. */
    boolean isMissing() {
        return isMissing;
    }
}
