package loom.aml.store.loom;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import loom.aml.io.DirectoryEntry;
import loom.aml.io.Disk;
import loom.aml.io.FileName;
import loom.aml.store.AgentNames;
import loom.aml.store.CollectionFile;
import loom.aml.store.NoStoreException;
import loom.aml.store.file.OwnFiles;

/**
 * Distinguishes a store from other directories, so that a mistyped path does not turn a home directory into a store.
 * Names that many projects have, {@code config.json} or {@code config/}, do not count. An empty directory is an empty
 * store.
 */
final class StoreRecognition {
    /** The files that the runtime keeps beside the collections of an agent, always both. */
    private static final Set<String> OF_AGENT = Set.of("metrics.json", "context.json");

    /** The files that the runtime keeps in {@code global/}. */
    private static final Set<String> OF_GLOBAL = Set.of("cross-agent.json", "project-meta.json");

    /** The files that aml and the reference tool keep in {@code config/}. */
    private static final Set<String> OF_CONFIG = Set.of("schema_version.json", "pins.json");

    private StoreRecognition() {}

    static void require(Disk disk, Path root) throws IOException {
        if (root.endsWith(Path.of(".loom", "memory"))) {
            return;
        }
        Path inside = root.resolve(".loom").resolve("memory");
        if (disk.state(inside).isDirectory()) {
            throw noStore(root, "the store of this project is " + inside);
        }
        boolean isEmpty = true;
        String unread = "";
        for (DirectoryEntry entry : disk.list(root)) {
            try {
                if (entry.state().isDirectory() && isSign(disk, root, entry.name())) {
                    return;
                }
            } catch (NoSuchFileException e) {
                unread = ", as far as can be seen: " + entry.name() + " was removed just now";
            } catch (IOException e) {
                unread = ", as far as can be seen: " + entry.name() + " cannot be read";
            }
            isEmpty &= entry.name().startsWith(OwnFiles.PREFIX);
        }
        if (!isEmpty) {
            throw noStore(root, "it contains neither an agent's collection nor the runtime's global/" + unread);
        }
    }

    private static NoStoreException noStore(Path root, String hint) {
        return new NoStoreException(FileName.text(root), "not a memory store: " + hint);
    }

    private static boolean isSign(Disk disk, Path root, String directory) throws IOException {
        List<String> names = disk.list(FileName.resolve(root, directory)).stream()
                .filter(entry -> entry.state().isFile())
                .map(DirectoryEntry::name)
                .toList();
        return switch (directory) {
            case "global" -> names.isEmpty() || names.stream().anyMatch(OF_GLOBAL::contains);
            case "config" -> names.stream().anyMatch(OF_CONFIG::contains);
            default -> AgentNames.isValid(directory) && isAgent(directory, names);
        };
    }

    private static boolean isAgent(String directory, List<String> names) {
        return names.containsAll(OF_AGENT)
                || names.stream()
                        .anyMatch(name -> CollectionFile.of(directory, name).isPresent());
    }
}
