package loom.aml.locate;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import loom.aml.io.DirectoryEntry;
import loom.aml.io.Disk;
import loom.aml.io.FileName;
import loom.aml.io.FileState;
import loom.aml.io.Printable;
import loom.aml.locate.FoundStore.ProjectState;
import loom.aml.locate.FoundStore.Scope;
import loom.aml.store.StoreKind;

/** Finds the stores on this machine. */
public final class MachineStores {
    private static final String LOOM = ".loom/memory";
    private static final String[] AGENTS = {".claude/agent-memory", ".claude/agent-memory-local"};

    /** The folders that aml keeps beside a store. */
    private static final List<String> OWN = List.of("-backup", "-state");

    private final MemoryFolders folders;
    private final ClientConfigurations clients;
    private final Disk disk;
    private final Map<Path, FoundStore> found = new LinkedHashMap<>();
    private final Set<Path> projects = new TreeSet<>();
    private final List<String> problems = new ArrayList<>();

    private MachineStores(MemoryFolders folders, ClientConfigurations clients) {
        this.folders = folders;
        this.clients = clients;
        this.disk = folders.disk();
    }

    /**
     * The stores of a machine.
     *
     * @param problems folders that could not be listed
     */
    public record Result(List<FoundStore> stores, List<String> problems) {}

    /**
     * Finds stores.
     *
     * @param directory the working directory
     * @param roots folders with projects, in addition to those that Claude Code knows
     * @param clients configurations that may name memory files
     */
    public static Result find(MemoryFolders folders, Path directory, List<Path> roots, ClientConfigurations clients)
            throws IOException {
        MachineStores stores = new MachineStores(folders, clients);
        stores.project(directory);
        stores.home();
        stores.others();
        for (Path root : roots) {
            stores.root(root);
        }
        return new Result(List.copyOf(stores.found.values()), stores.problems);
    }

    private void add(StoreKind kind, Scope scope, Path path, Path project) {
        found.putIfAbsent(path, FoundStore.of(kind, scope, path, project));
    }

    private void project(Path directory) throws IOException {
        Path real = disk.realPath(directory);
        for (Path at = real; at != null; at = at.getParent()) {
            if (inProject(LOOM, StoreKind.LOOM, Scope.PROJECT, at)) {
                break;
            }
        }
        for (FoundStore store : new ProjectMemories(folders).of(real)) {
            found.putIfAbsent(store.path(), store);
        }
        Optional<GitProject> git = GitProject.of(disk, real);
        Path root = git.map(GitProject::root).orElse(real);
        inProject(root, Scope.PROJECT);
        if (git.isPresent()) {
            for (Path tree : git.get().others(disk)) {
                inProject(tree, Scope.WORKTREE);
                OwnPlaces places = folders.places(List.of(tree));
                Optional<Path> named = folders.claudeMemoryOf(tree, places);
                if (named.isPresent()) {
                    boolean exists = disk.state(tree).isDirectory();
                    found.putIfAbsent(
                            named.get(),
                            new FoundStore(
                                    StoreKind.CLAUDE,
                                    Scope.WORKTREE,
                                    named.get(),
                                    Optional.of(tree),
                                    exists ? ProjectState.FOUND : ProjectState.MISSING));
                }
            }
        }
    }

    /** Adds the stores within a project. */
    private void inProject(Path project, Scope scope) {
        if (!projects.add(project)) {
            return;
        }
        inProject(LOOM, StoreKind.LOOM, scope, project);
        inProject(ProjectMemories.CLAUDE, StoreKind.CLAUDE, scope, project);
        inProject(ProjectMemories.SERENA, StoreKind.SERENA, scope, project);
        memoryFiles(scope, project);
        for (String agents : AGENTS) {
            try {
                Optional<Path> all = folders.places(List.of(project)).folder(project, agents);
                for (Path folder : all.isPresent() ? folders(all.get()) : List.<Path>of()) {
                    add(StoreKind.CLAUDE_AGENT, scope, folder, project);
                }
            } catch (IOException e) {
                problem(project.resolve(agents), e);
            }
        }
    }

    private void memoryFiles(Scope scope, Path project) {
        try {
            OwnPlaces places = folders.places(List.of(project));
            for (Path file : new NamedMemoryFiles(disk).ofProject(project, clients.ofProject(project), places)) {
                add(StoreKind.GRAPH, scope, file, project);
            }
        } catch (IOException e) {
            problem(project, e);
        }
    }

    private boolean inProject(String path, StoreKind kind, Scope scope, Path project) {
        try {
            Optional<Path> folder = folders.places(List.of(project)).folder(project, path);
            folder.ifPresent(store -> add(kind, scope, store, project));
            return folder.isPresent();
        } catch (IOException e) {
            problem(project.resolve(path), e);
            return false;
        }
    }

    private void home() {
        Optional<Path> home = folders.home();
        if (home.isEmpty()) {
            return;
        }
        Path claude = folders.claude().orElseThrow();
        for (Path folder : folders(claude.resolve("agent-memory"))) {
            found.putIfAbsent(folder, FoundStore.ofNoProject(StoreKind.CLAUDE_AGENT, folder));
        }
        inHome(home.get(), LOOM, StoreKind.LOOM);
        inHome(home.get(), ProjectMemories.SERENA, StoreKind.SERENA);
        inHome(folders.codex().orElseThrow(), "memories", StoreKind.CODEX);
        try {
            for (Path file : new NamedMemoryFiles(disk).ofUser(clients.ofUser(), folders.places(List.of()))) {
                found.putIfAbsent(file, FoundStore.ofNoProject(StoreKind.GRAPH, file));
            }
        } catch (IOException e) {
            problem(home.get(), e);
        }
    }

    private void inHome(Path base, String path, StoreKind kind) {
        try {
            folders.places(List.of())
                    .folder(base, path)
                    .ifPresent(folder -> found.putIfAbsent(folder, FoundStore.ofNoProject(kind, folder)));
        } catch (IOException e) {
            problem(base.resolve(path), e);
        }
    }

    /** Adds the memories of all projects of Claude Code, and what else is in these projects. */
    private void others() {
        Optional<Path> claude = folders.claude();
        if (claude.isEmpty()) {
            return;
        }
        Path all = claude.get().resolve("projects");
        OwnPlaces places = folders.places(List.of());
        Optional<Path> root = Optional.ofNullable(all.getRoot());
        SlugProjects slugs = new SlugProjects(disk, root.orElse(all));
        for (String slug : names(all)) {
            try {
                SlugProjects.Answer answer = slugs.of(slug);
                Optional<Path> memory = places.folder(all, slug + "/" + MemoryFolders.MEMORY);
                memory.ifPresent(path -> found.putIfAbsent(
                        path, new FoundStore(StoreKind.CLAUDE, Scope.OTHER, path, answer.project(), answer.state())));
                answer.project()
                        .filter(project -> !isHome(project))
                        .ifPresent(project -> inProject(project, Scope.OTHER));
            } catch (IOException e) {
                problem(FileName.resolve(all, slug), e);
            }
        }
    }

    private boolean isHome(Path project) {
        return folders.home().equals(Optional.of(project));
    }

    /** Adds the stores of the projects in a folder. */
    private void root(Path root) {
        if (disk(root).isDirectory()) {
            inProject(root, Scope.OTHER);
            for (Path project : folders(root)) {
                inProject(project, Scope.OTHER);
            }
        } else {
            problems.add(Printable.of(FileName.text(root)) + ": not a directory");
        }
    }

    private FileState disk(Path path) {
        try {
            return disk.state(path);
        } catch (IOException e) {
            return FileState.MISSING;
        }
    }

    /** Returns the directories in a directory, without those of aml, links and hidden ones. */
    private List<Path> folders(Path directory) {
        List<Path> inside = new ArrayList<>();
        try {
            for (DirectoryEntry entry :
                    disk.state(directory).isDirectory() ? disk.list(directory) : List.<DirectoryEntry>of()) {
                boolean isOwn = OWN.stream().anyMatch(entry.name()::endsWith);
                if (entry.state().isDirectory() && !isOwn && !entry.name().startsWith(".")) {
                    inside.add(disk.realPath(FileName.resolve(directory, entry.name())));
                }
            }
        } catch (NoSuchFileException e) {
            // There is none.
        } catch (IOException e) {
            problem(directory, e);
        }
        return inside;
    }

    private List<String> names(Path directory) {
        try {
            return disk.names(directory).stream().sorted().toList();
        } catch (NoSuchFileException | NotDirectoryException e) {
            return List.of();
        } catch (IOException e) {
            problem(directory, e);
            return List.of();
        }
    }

    private void problem(Path path, IOException e) {
        problems.add(
                Printable.of(FileName.text(path)) + " cannot be read: " + Printable.of(String.valueOf(e.getMessage())));
    }
}
