package loom.aml.index;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The index is missing, is damaged, or has another version. The remedy is always to rebuild it. */
final class UnusableIndexException extends IOException {
    private static final long serialVersionUID = 1L;

    private final String what;
    private final boolean isMissing;

    UnusableIndexException(String what, boolean isMissing, @Nullable Throwable cause) {
        super(what, cause);
        this.what = what;
        this.isMissing = isMissing;
    }

    /** Returns the problem, as the end of a sentence. */
    String what() {
        return what;
    }

    /** Returns whether the index does not exist yet. */
    boolean isMissing() {
        return isMissing;
    }
}
