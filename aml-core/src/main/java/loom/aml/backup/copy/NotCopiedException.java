package loom.aml.backup.copy;

import java.io.IOException;

/** An object of a repository is damaged, or differs from that of the copy, so it must not be copied. */
final class NotCopiedException extends IOException {
    private static final long serialVersionUID = 1;

    NotCopiedException(String message) {
        super(message);
    }
}
