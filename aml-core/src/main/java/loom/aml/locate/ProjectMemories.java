package loom.aml.locate;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import loom.aml.io.Disk;
import loom.aml.store.StoreKind;

/**
 * Finds the memories that other programs keep of a project, the one that is used by default first:
 *
 * <ol>
 *   <li>Claude Code: the folder in its settings, that of the repository, of the working tree, of the working directory and
 *       of the directories between, {@code .claude/memory} in the project
 *   <li>Serena: {@code .serena/memories}, from the working directory up to the top of the project
 * </ol>
 */
public final class ProjectMemories {
    static final String CLAUDE = ".claude/memory";
    static final String SERENA = ".serena/memories";

    private final MemoryFolders folders;
    private final Disk disk;

    public ProjectMemories(MemoryFolders folders) {
        this.folders = folders;
        this.disk = folders.disk();
    }

    /** Returns the memories of the project that contains a directory. */
    public List<FoundStore> of(Path directory) throws IOException {
        Path real = disk.realPath(directory);
        Optional<GitProject> git = GitProject.of(disk, real);
        List<Path> levels = levels(real, git);
        Path root = levels.getLast();
        Set<Path> named = new LinkedHashSet<>();
        git.map(GitProject::canonical).ifPresent(named::add);
        git.map(GitProject::root).ifPresent(named::add);
        named.addAll(levels);
        OwnPlaces places =
                folders.places(git.isPresent() ? List.of(root, git.get().canonical()) : List.of(root));
        Collector found = new Collector();
        for (Path folder : folders.configured(root, places)) {
            found.add(StoreKind.CLAUDE, folder, root);
        }
        for (Path project : named) {
            folders.claudeMemoryOf(project, places).ifPresent(path -> found.add(StoreKind.CLAUDE, path, project));
        }
        for (Path level : levels) {
            places.folder(level, CLAUDE).ifPresent(path -> found.add(StoreKind.CLAUDE, path, level));
        }
        for (Path level : levels) {
            places.folder(level, SERENA).ifPresent(path -> found.add(StoreKind.SERENA, path, level));
        }
        return found.stores;
    }

    /**
     * Returns the directories of the project, from the working directory upwards. Outside of git a project has no top; memories
     * in the home itself, or in the root of the file system, do not belong to the projects below.
     */
    private List<Path> levels(Path directory, Optional<GitProject> git) {
        List<Path> levels = new ArrayList<>();
        levels.add(directory);
        Optional<Path> home = folders.realHome();
        for (Path at = directory; at.getParent() != null; ) {
            Path above = at.getParent();
            boolean isTop = git.map(project -> project.root().equals(levels.getLast()))
                    .orElse(home.equals(Optional.of(at))
                            || home.equals(Optional.of(above))
                            || above.getParent() == null);
            if (isTop) {
                break;
            }
            levels.add(above);
            at = above;
        }
        return levels;
    }

    /** Stores without repeats: several paths may lead to one. */
    private static final class Collector {
        private final List<FoundStore> stores = new ArrayList<>();
        private final Set<Path> known = new HashSet<>();

        void add(StoreKind kind, Path path, Path project) {
            if (known.add(path)) {
                stores.add(FoundStore.of(kind, FoundStore.Scope.PROJECT, path, project));
            }
        }
    }
}
