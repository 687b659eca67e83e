package loom.aml.app.stores;

import java.nio.file.Path;
import java.util.List;

/** Thrown if several stranded stores may belong to a project, so that the user must name one. */
public final class AmbiguousSourceException extends Exception {
    private static final long serialVersionUID = 1;

    private final transient List<Path> stores;

    AmbiguousSourceException(List<Path> stores) {
        super("several stranded stores may be of this project");
        this.stores = List.copyOf(stores);
    }

    /** Returns the stores. */
    public List<Path> stores() {
        return stores;
    }
}
