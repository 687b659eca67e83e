package loom.aml.backup.create;

import java.io.IOException;
import java.util.Set;
import java.util.TreeSet;

/** Thrown if files cannot be assembled from the data that was just written. */
final class NotReproducedException extends IOException {
    private static final long serialVersionUID = 1L;

    private final TreeSet<String> paths;

    NotReproducedException(Set<String> paths) {
        super("the written data cannot be read back: " + String.join(", ", paths)
                + "; no snapshot was created; check the disk that holds the backups");
        this.paths = new TreeSet<>(paths);
    }

    Set<String> paths() {
        return paths;
    }
}
