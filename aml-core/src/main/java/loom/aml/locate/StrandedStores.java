package loom.aml.locate;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import loom.aml.io.Disk;
import loom.aml.io.FileName;
import loom.aml.locate.FoundStore.Scope;
import loom.aml.store.StoreKind;

/** Finds the stores that a moved project or a worktree left behind. */
public final class StrandedStores {
    /** Claude Code creates its own worktrees below this folder of the repository. */
    private static final String OWN_WORKTREES = "/.claude/worktrees/";

    private final MemoryFolders folders;
    private final Disk disk;

    public StrandedStores(MemoryFolders folders) {
        this.folders = folders;
        this.disk = folders.disk();
    }

    /**
     * The stores that may belong to a project.
     *
     * @param certain those of worktrees of the same repository
     * @param likely those of a project with the same name that no longer exists
     */
    public record Candidates(List<FoundStore> certain, List<FoundStore> likely) {}

    /**
     * Finds the stores that may belong to the project of a directory.
     *
     * @param store the present store, which is excluded; empty if absent
     */
    public Candidates of(Path directory, Optional<Path> store, StoreKind kind) throws IOException {
        Path real = disk.realPath(directory);
        Path project = projectOf(real);
        Optional<Path> present = store.isPresent() ? Optional.of(disk.realPath(store.get())) : Optional.empty();
        String ofWorktrees = ProjectSlug.of(FileName.text(project) + OWN_WORKTREES);
        String sameName = "-" + ProjectSlug.dashed(FileName.last(project));
        List<FoundStore> certain = new ArrayList<>();
        List<FoundStore> likely = new ArrayList<>();
        for (FoundStore found : MachineStores.find(folders, real, List.of(), ClientConfigurations.NONE)
                .stores()) {
            boolean isOther = found.kind() == kind && !present.equals(Optional.of(found.path()));
            if (isOther && found.scope() == Scope.WORKTREE) {
                certain.add(found);
            } else if (isOther && found.isStranded()) {
                String slug = FileName.last(Objects.requireNonNull(found.path().getParent(), "in a project's folder"));
                if (slug.startsWith(ofWorktrees)) {
                    certain.add(found);
                } else if (slug.endsWith(sameName)) {
                    likely.add(found);
                }
            }
        }
        return new Candidates(certain, likely);
    }

    private Path projectOf(Path directory) throws IOException {
        return GitProject.of(disk, directory).map(GitProject::canonical).orElse(directory);
    }

    /** Returns where Claude Code keeps the memory of the project of a directory, whether it exists or not. */
    public Optional<Path> expected(Path directory) throws IOException {
        Path project = projectOf(disk.realPath(directory));
        return folders.claude()
                .map(claude -> claude.resolve("projects")
                        .resolve(ProjectSlug.of(FileName.text(project)))
                        .resolve(MemoryFolders.MEMORY));
    }

    /** Returns the store that a path means: itself, or the memories of a project that was there. */
    public List<Path> meant(Path named, StoreKind kind) throws IOException {
        List<Path> all = new ArrayList<>();
        OwnPlaces places = folders.places(List.of(named));
        if (kind == StoreKind.SERENA) {
            places.folder(named, ProjectMemories.SERENA).ifPresent(all::add);
        } else {
            folders.claudeMemoryOf(named, places).ifPresent(all::add);
            places.folder(named, ProjectMemories.CLAUDE).ifPresent(all::add);
            places.folder(named, MemoryFolders.MEMORY).ifPresent(all::add);
        }
        return all.isEmpty() ? List.of(named) : all;
    }
}
