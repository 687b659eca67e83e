package loom.aml.server.page;

import java.nio.file.Path;
import loom.aml.io.FileName;
import loom.aml.locate.FoundStore;

/** The names of stores for people. */
final class StoreNames {
    private static final Path LOOM = Path.of(".loom/memory");

    private StoreNames() {}

    /** Returns the name of the project; without one, that of the folder with the memory. */
    static String of(FoundStore store) {
        Path path = store.path();
        Path named = store.project().orElse(path);
        if (named.endsWith(LOOM) && named.getNameCount() > LOOM.getNameCount()) {
            named = named.resolve("../..").normalize();
        }
        Path name = named.getFileName();
        return FileName.text(name == null ? path : name);
    }
}
