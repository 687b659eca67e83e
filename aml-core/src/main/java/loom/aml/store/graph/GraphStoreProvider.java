package loom.aml.store.graph;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import loom.aml.io.Disk;
import loom.aml.io.FileName;
import loom.aml.io.FileState;
import loom.aml.store.MemoryStore;
import loom.aml.store.NoStoreException;
import loom.aml.store.StoreAddress;
import loom.aml.store.StoreOptions;
import loom.aml.store.StoreProvider;
import loom.aml.store.file.FileMemoryStore;

/** Opens memory files of server-memory. */
public final class GraphStoreProvider implements StoreProvider {
    private static final String SUFFIX = ".jsonl";

    /** A file with this name is a memory file, whatever is in it. */
    private static final String USUAL = "memory.jsonl";

    @Override
    public boolean recognizes(Disk disk, StoreAddress address) throws IOException {
        if (!(address instanceof StoreAddress.Local local)
                || !FileName.text(local.path()).endsWith(SUFFIX)) {
            return false;
        }
        return !disk.state(local.path().toAbsolutePath().normalize()).isDirectory();
    }

    @Override
    public MemoryStore openReadOnly(Disk disk, StoreAddress address, StoreOptions options) throws IOException {
        Path file = existing(disk, address);
        return FileMemoryStore.openReadOnly(disk, GraphPlace.directoryOf(file), options, layout(file));
    }

    @Override
    public MemoryStore open(Disk disk, StoreAddress address, StoreOptions options, Duration wait) throws IOException {
        Path file = existing(disk, address);
        return FileMemoryStore.open(disk, GraphPlace.directoryOf(file), options, layout(file), wait);
    }

    private static GraphLayout layout(Path file) {
        return new GraphLayout(FileName.last(file), GraphLayout.QUIET);
    }

    /** Returns the real path of the file. */
    private static Path existing(Disk disk, StoreAddress address) throws IOException {
        if (!(address instanceof StoreAddress.Local local)) {
            throw new NoStoreException(address.toString(), "not a path");
        }
        Path file = resolved(disk, local.path());
        FileState state = disk.state(file);
        if (state.isMissing()) {
            throw new NoStoreException(
                    FileName.text(file),
                    "does not exist; the first write of 'aml mcp --compat server-memory' creates it");
        }
        if (state.isFile() && !FileName.last(file).equals(USUAL) && !GraphReading.isGraph(disk, file)) {
            throw new NoStoreException(
                    FileName.text(file),
                    "no line at its beginning is an entity or a relation of server-memory; 'aml import' reads other formats");
        }
        return file;
    }

    private static Path resolved(Disk disk, Path path) throws IOException {
        try {
            return GraphPlace.resolve(disk, path);
        } catch (NoSuchFileException e) {
            throw new NoStoreException(FileName.text(path), "does not exist");
        }
    }
}
