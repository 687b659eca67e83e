package loom.aml.store.markdown;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import loom.aml.io.Disk;
import loom.aml.io.FileName;
import loom.aml.store.MemoryStore;
import loom.aml.store.NoStoreException;
import loom.aml.store.StoreAddress;
import loom.aml.store.StoreOptions;
import loom.aml.store.StoreProvider;
import loom.aml.store.file.FileMemoryStore;

/** Opens folders of notes: those of Claude Code and Serena. */
public final class NoteStoreProvider implements StoreProvider {

    @Override
    public boolean recognizes(Disk disk, StoreAddress address) throws IOException {
        return address instanceof StoreAddress.Local local
                && folderAt(disk, local.path().toAbsolutePath().normalize()).isPresent();
    }

    private static Optional<NoteFolder> folderAt(Disk disk, Path path) throws IOException {
        if (path.endsWith(Path.of(".loom", "memory"))) {
            return Optional.empty();
        }
        if (isInstruction(path)) {
            return disk.state(path).isFile() ? Optional.of(NoteFolder.INSTRUCTIONS) : Optional.empty();
        }
        for (NoteFolder folder : NoteFolder.values()) {
            if (folder.isNamed(path)) {
                return Optional.of(folder);
            }
        }
        // Elsewhere an index shows it: Claude Code can be configured to use any folder.
        return NoteFolder.CLAUDE.hasIndex(disk, path) ? Optional.of(NoteFolder.CLAUDE) : Optional.empty();
    }

    @Override
    public MemoryStore openReadOnly(Disk disk, StoreAddress address, StoreOptions options) throws IOException {
        return FileMemoryStore.openReadOnly(disk, pathOf(address), options, layout(disk, address));
    }

    @Override
    public MemoryStore open(Disk disk, StoreAddress address, StoreOptions options, Duration wait) throws IOException {
        return FileMemoryStore.open(disk, pathOf(address), options, layout(disk, address), wait);
    }

    private static NoteLayout layout(Disk disk, StoreAddress address) throws IOException {
        if (!(address instanceof StoreAddress.Local local)) {
            throw new NoStoreException(address.toString(), "not a path");
        }
        Path path = local.path().toAbsolutePath().normalize();
        NoteFolder folder = folderAt(disk, path)
                .orElseThrow(() -> new NoStoreException(address.toString(), "not a folder of notes that aml knows"));
        return new NoteLayout(folder, isInstruction(path) ? FileName.last(path) : "");
    }

    /** One of these files stands for all of its project. */
    private static boolean isInstruction(Path path) {
        Path name = path.getFileName();
        return name != null && InstructionScope.NAMES.contains(FileName.last(path));
    }

    private static Path pathOf(StoreAddress address) throws NoStoreException {
        if (address instanceof StoreAddress.Local local) {
            Path path = local.path().toAbsolutePath().normalize();
            Path directory = path.getParent();
            return isInstruction(path) && directory != null ? directory : path;
        }
        throw new NoStoreException(address.toString(), "not a path");
    }
}
