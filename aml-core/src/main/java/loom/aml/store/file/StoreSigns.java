package loom.aml.store.file;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import loom.aml.io.DirectoryEntry;
import loom.aml.io.Disk;
import loom.aml.store.AgentNames;
import loom.aml.store.CollectionFile;
import loom.aml.store.NoStoreException;

/**
 * Tells a store from any other directory, so that a slip of the finger does not turn a home directory into one. An empty
 * directory is an empty store.
 */
final class StoreSigns {
    /** What the runtime keeps beside the collections of an agent. */
    private static final Set<String> RUNTIME_FILES = Set.of("metrics.json", "context.json");

    private StoreSigns() {}

    static void require(Disk disk, Path root) throws IOException {
        if (root.endsWith(Path.of(".loom", "memory"))) {
            return;
        }
        boolean empty = true;
        for (DirectoryEntry entry : disk.list(root)) {
            if (isSign(disk, root, entry)) {
                return;
            }
            empty &= entry.name().startsWith(OwnFiles.PREFIX);
        }
        if (!empty) {
            Path inside = root.resolve(".loom").resolve("memory");
            String hint = disk.state(inside).isDirectory()
                    ? "the store of this project is " + inside
                    : "no agent's collection, no config.json and no global/ stand in it";
            throw new NoStoreException(root.toString(), "this is no store of memories: " + hint);
        }
    }

    private static boolean isSign(Disk disk, Path root, DirectoryEntry entry) throws IOException {
        if (entry.state().isFile()) {
            return entry.name().equals("config.json");
        }
        if (!entry.state().isDirectory()) {
            return false;
        }
        if (AgentNames.RESERVED.contains(entry.name())) {
            return entry.name().equals("global") || entry.name().equals("config");
        }
        if (!AgentNames.isValid(entry.name())) {
            return false;
        }
        try {
            for (DirectoryEntry file : disk.list(root.resolve(entry.name()))) {
                if (CollectionFile.of(entry.name(), file.name()).isPresent() || RUNTIME_FILES.contains(file.name())) {
                    return true;
                }
            }
        } catch (java.nio.file.AccessDeniedException e) {
            return true;
        }
        return false;
    }
}
