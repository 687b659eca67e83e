package loom.aml.recall;

import java.io.IOException;
import java.util.Optional;
import loom.aml.storage.DerivedFolder;
import loom.aml.store.StorePaths;

/**
 * The folder beside a store with data that speeds up the first reads.
 *
 * <pre>
 * &lt;memory&gt;-state/recall/    0700, with a .gitignore of *
 *   existence.bin            {@link KnownIds}
 *   warm.json                {@link WarmList}
 *   statistics.json          {@link RecallStatistics}
 * </pre>
 */
final class RecallFolder {
    /** The size of a filter of fifty million items. */
    private static final long LARGEST = 64_000_000;

    private final DerivedFolder folder;

    RecallFolder(StorePaths place) {
        this.folder = new DerivedFolder(place.disk(), place.beside(), "recall");
    }

    /** Returns the content of a file; empty if absent or unreadable, because nothing depends on it. */
    Optional<byte[]> read(String name) {
        return folder.read(name, LARGEST);
    }

    /**
     * Replaces the content of a file atomically.
     *
     * @return whether it was written; false if another process is writing it, whose content is equally good
     */
    boolean write(String name, byte[] content) throws IOException {
        return folder.write(name, out -> out.write(content));
    }
}
