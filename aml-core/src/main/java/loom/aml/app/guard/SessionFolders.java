package loom.aml.app.guard;

import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import loom.aml.connect.ClientFolders;
import loom.aml.io.DirectoryEntry;
import loom.aml.io.Disk;
import loom.aml.io.FileName;
import loom.aml.io.FileState;
import loom.aml.locate.MemoryFolders;
import loom.aml.locate.ProjectSlug;
import org.jspecify.annotations.Nullable;

/**
 * Finds the folders in which Claude Code keeps the memories of a session. The paths come from outside, so a folder counts only if it
 * exists, belongs to the user, and its real path has the name of such a folder: a link in a project leads nowhere else.
 *
 * <pre>
 * ~/.claude/projects/SLUG/memory         beside the transcript, or of the working directory or its repository
 * ~/.claude/agent-memory/TYPE
 * the folder that autoMemoryDirectory names in the settings of the user or the project
 * REPOSITORY/.claude/memory
 * REPOSITORY/.claude/agent-memory/TYPE, REPOSITORY/.claude/agent-memory-local/TYPE
 * </pre>
 */
final class SessionFolders {
    private static final String MEMORY = "memory";
    private static final int MOST_AGENTS = 100;
    private static final int MOST_PARENTS = 40;

    private final Disk disk;
    private final Path config;
    private final MemoryFolders memories;

    SessionFolders(Disk disk, ClientFolders folders) throws IOException {
        this.disk = disk;
        this.config = folders.claudeFolder();
        this.memories = MemoryFolders.of(disk, folders.user(), disk.user());
    }

    /** Returns the folders of a session. */
    Set<Path> ofSession(Optional<String> transcript, Optional<String> workingDirectory) throws IOException {
        Set<Path> found = new LinkedHashSet<>();
        Optional<Path> log = transcript.flatMap(SessionFolders::absolute);
        if (log.isPresent() && log.get().getParent() != null) {
            add(log.get().resolveSibling(MEMORY), found);
        }
        agents(config.resolve("agent-memory"), found);
        found.addAll(configured(workingDirectory));
        Path at = workingDirectory.flatMap(SessionFolders::absolute).orElse(null);
        for (int i = 0; at != null && i < MOST_PARENTS; i++) {
            boolean isRepository = !disk.state(at.resolve(".git")).isMissing();
            if (i == 0 || isRepository) {
                add(
                        config.resolve("projects")
                                .resolve(ProjectSlug.of(FileName.text(at)))
                                .resolve(MEMORY),
                        found);
                Path own = at.resolve(".claude");
                if (disk.state(own).isDirectory()) {
                    add(own.resolve(MEMORY), found);
                    agents(own.resolve("agent-memory"), found);
                    agents(own.resolve("agent-memory-local"), found);
                }
            }
            at = isRepository ? null : at.getParent();
        }
        return found;
    }

    /** A file within a folder of memories, by the real path of the folder. */
    record Place(Path folder, String path) {}

    /** Returns the folders that settings name for the repository of the working directory, or for the directory itself. */
    private List<Path> configured(Optional<String> workingDirectory) throws IOException {
        Optional<Path> directory = workingDirectory.flatMap(SessionFolders::absolute);
        Path project = directory.orElse(null);
        for (int i = 0; project != null && i < MOST_PARENTS; i++) {
            if (!disk.state(project.resolve(".git")).isMissing()) {
                break;
            }
            project = project.getParent();
        }
        Optional<Path> root = Optional.ofNullable(project).or(() -> directory);
        return root.isEmpty() ? List.of() : memories.configured(root.get());
    }

    /** Returns the place of a file that a tool writes, which need not exist; empty if it is not a memory. */
    Optional<Place> ofFile(String file, Optional<String> workingDirectory) throws IOException {
        Path path = absolute(file).orElse(null);
        if (path == null || path.getParent() == null) {
            return Optional.empty();
        }
        for (Path folder : configured(workingDirectory)) {
            Optional<Path> real = realParent(path);
            if (real.isPresent() && real.get().startsWith(folder)) {
                Path within = folder.relativize(real.get()).resolve(FileName.last(path));
                return Optional.of(new Place(folder, FileName.text(within)));
            }
        }
        Path folder = path.getParent();
        for (int i = 0; folder != null && i < MOST_PARENTS; i++) {
            Optional<Path> real =
                    isNamed(folder) || FileName.last(folder).equals(MEMORY) ? real(folder) : Optional.empty();
            if (real.isPresent()) {
                return Optional.of(new Place(real.get(), FileName.text(folder.relativize(path))));
            }
            folder = folder.getParent();
        }
        return Optional.empty();
    }

    private Optional<Path> realParent(Path file) throws IOException {
        Path parent = file.getParent();
        return parent == null || disk.state(parent).isMissing() ? Optional.empty() : Optional.of(disk.realPath(parent));
    }

    private static Optional<Path> absolute(String text) {
        try {
            return text.startsWith("/") ? Optional.of(FileName.path(text).normalize()) : Optional.empty();
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }

    private void agents(Path above, Set<Path> found) throws IOException {
        if (!disk.state(above).isDirectory()) {
            return;
        }
        int agents = 0;
        for (DirectoryEntry entry : disk.list(above)) {
            if (entry.state().isDirectory() && ++agents <= MOST_AGENTS) {
                add(FileName.resolve(above, entry.name()), found);
            }
        }
    }

    private void add(Path folder, Set<Path> found) throws IOException {
        real(folder).ifPresent(found::add);
    }

    private Optional<Path> real(Path folder) throws IOException {
        FileState state = disk.state(folder);
        if (state.isMissing() || state.isFile()) {
            return Optional.empty();
        }
        Path real = disk.realPath(folder);
        boolean isOurs = disk.state(real).isDirectory()
                && isNamed(real)
                && disk.owner(real).user() == disk.user();
        return isOurs ? Optional.of(real) : Optional.empty();
    }

    private boolean isNamed(Path folder) throws IOException {
        String name = FileName.last(folder);
        Path parent = folder.getParent();
        if (parent == null || parent.getParent() == null) {
            return false;
        }
        String above = FileName.last(parent);
        boolean isOfAgent = above.equals("agent-memory") || above.equals("agent-memory-local");
        if (isOfAgent) {
            Path home = parent.getParent();
            return FileName.last(home).equals(".claude") || isConfig(home);
        }
        return name.equals(MEMORY)
                && (above.equals(".claude")
                        || FileName.last(parent.getParent()).equals("projects")
                                && isConfig(parent.getParent().getParent()));
    }

    private boolean isConfig(@Nullable Path folder) throws IOException {
        if (folder == null) {
            return false;
        }
        return folder.equals(config) || !disk.state(config).isMissing() && folder.equals(disk.realPath(config));
    }
}
