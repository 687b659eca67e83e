package loom.aml.store;

import java.net.URI;
import java.nio.file.Path;
import loom.aml.io.FileName;

/** The path or the URI by which a store is named. */
public sealed interface StoreAddress {

    /** A path of this machine. */
    record Local(Path path) implements StoreAddress {
        @Override
        public String toString() {
            return FileName.text(path);
        }
    }

    /** A service elsewhere. */
    record Remote(URI uri) implements StoreAddress {
        @Override
        public String toString() {
            return uri.toString();
        }
    }
}
