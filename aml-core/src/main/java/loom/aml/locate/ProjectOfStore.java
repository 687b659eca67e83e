package loom.aml.locate;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import loom.aml.io.Disk;
import loom.aml.io.FileName;
import loom.aml.store.markdown.InstructionScope;

/**
 * Finds the repository that the memories of a store are about.
 *
 * <pre>
 *   shop/.loom/memory                        shop
 *   shop/.serena/memories                    shop
 *   shop/.claude/memory                      shop
 *   shop/.claude/agent-memory/reviewer       shop
 *   ~/.claude/projects/-home-ada-shop/memory /home/ada/shop, if exactly one directory has this name
 *   shop/CLAUDE.md, shop/AGENTS.md           shop
 *   elsewhere/memory.jsonl                   the nearest folder above with .git
 * </pre>
 */
public final class ProjectOfStore {
    private final Disk disk;

    public ProjectOfStore(Disk disk) {
        this.disk = disk;
    }

    /**
     * Returns the real path of the repository; empty if it is not known.
     *
     * @param store the real path of the store
     */
    public Optional<Path> of(Path store) throws IOException {
        if (isNamed(store, 1, "memory") && isNamed(store, 3, "projects")) {
            return new SlugProjects(disk, store.getRoot())
                    .of(FileName.last(store.getName(store.getNameCount() - 2)))
                    .project();
        }
        if (isNamed(store, 1, "memory") && isNamed(store, 2, ".loom")
                || isNamed(store, 1, "memories") && isNamed(store, 2, ".serena")) {
            return above(store, 2);
        }
        if (isNamed(store, 1, "memory") && isNamed(store, 2, ".claude")) {
            return ofClaude(store, 2);
        }
        if (isNamed(store, 3, ".claude")
                && (isNamed(store, 2, "agent-memory") || isNamed(store, 2, "agent-memory-local"))) {
            return ofClaude(store, 3);
        }
        if (isOfInstructions(store)) {
            return Optional.of(store);
        }
        boolean isOfCodex = isNamed(store, 1, "memories") && isNamed(store, 2, ".codex");
        boolean isGlobal = isNamed(store, 1, "global") && isNamed(store, 2, "memories") && isNamed(store, 3, ".serena");
        return isGlobal || isOfCodex ? Optional.empty() : versioned(store);
    }

    /** Returns whether a store is the folder of a project in which people instruct agents. */
    private boolean isOfInstructions(Path store) throws IOException {
        boolean isAny = false;
        for (String name : InstructionScope.NAMES) {
            isAny |= disk.state(store.resolve(name)).isFile();
        }
        return isAny && !disk.state(store.resolve("MEMORY.md")).isFile();
    }

    /** @param fromEnd 1 for the last name */
    private static boolean isNamed(Path path, int fromEnd, String name) {
        int index = path.getNameCount() - fromEnd;
        return index >= 0 && FileName.last(path.getName(index)).equals(name);
    }

    private static Optional<Path> above(Path path, int levels) {
        Path up = path;
        for (int i = 0; i < levels; i++) {
            Path parent = up.getParent();
            if (parent == null) {
                return Optional.empty();
            }
            up = parent;
        }
        // The root of a file system is not a repository.
        return up.getNameCount() == 0 ? Optional.empty() : Optional.of(up);
    }

    /** The folder of Claude Code in a home holds the memories of every project. */
    private Optional<Path> ofClaude(Path store, int levels) throws IOException {
        Optional<Path> repository = above(store, levels);
        boolean isHome = repository.isPresent()
                && disk.state(repository.get().resolve(".claude").resolve("projects"))
                        .isDirectory();
        return isHome ? Optional.empty() : repository;
    }

    private Optional<Path> versioned(Path store) throws IOException {
        for (Path up = store.getParent(); up != null && up.getNameCount() > 0; up = up.getParent()) {
            if (!disk.state(up.resolve(".git")).isMissing()) {
                return Optional.of(up);
            }
        }
        return Optional.empty();
    }
}
