package loom.aml.app.version;

import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import loom.aml.backup.repository.FileEntry;
import loom.aml.backup.repository.Manifest;
import loom.aml.backup.repository.Repository;
import loom.aml.backup.restore.SnapshotFile;
import loom.aml.io.FileInput;
import loom.aml.io.GivenFiles;
import loom.aml.io.ReopenedInput;
import loom.aml.store.MemoryStore;
import loom.aml.store.log.Archive;

/** Reads the files of a snapshot, or an archived file, as a store of the same kind. */
final class PastStore {
    private PastStore() {}

    /** Returns the store as a snapshot has it, as long as the repository is open. */
    static MemoryStore of(MemoryStore store, Repository repository, Manifest manifest) {
        Map<String, GivenFiles.File> files = new TreeMap<>();
        for (FileEntry entry : manifest.files()) {
            SnapshotFile file = new SnapshotFile(repository, manifest, entry);
            files.put(
                    entry.path(), new GivenFiles.File(entry.content().size(), () -> new ReopenedInput(file::content)));
        }
        return on(store, files, manifest.time());
    }

    /** Returns the store with one file alone, of which a run archived the former content. */
    static MemoryStore of(MemoryStore store, String path, Archive archive, String name) throws IOException {
        long bytes;
        try (FileInput copy = archive.open(name)) {
            bytes = copy.state().size();
        }
        return on(store, Map.of(path, new GivenFiles.File(bytes, () -> archive.open(name))), Instant.EPOCH);
    }

    private static MemoryStore on(MemoryStore store, Map<String, GivenFiles.File> files, Instant time) {
        return store.withFilesOf(new GivenFiles(store.place().root(), files, time));
    }
}
