package loom.aml.backup.create;

import java.io.IOException;
import java.util.Set;
import java.util.TreeSet;

/** Files could not be put together again from what was written of them. */
final class NotReproducedException extends IOException {
    private static final long serialVersionUID = 1L;

    private final TreeSet<String> paths;

    NotReproducedException(Set<String> paths) {
        super("what was written cannot be read back: " + String.join(", ", paths)
                + "; no snapshot was made; check the disk that holds the backups");
        this.paths = new TreeSet<>(paths);
    }

    Set<String> paths() {
        return paths;
    }
}
