package loom.aml.locate;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import loom.aml.io.Disk;
import loom.aml.io.FileName;
import loom.aml.io.FileTooLargeException;
import loom.aml.io.NotRegularFileException;
import loom.aml.io.SmallFile;
import loom.aml.io.UserFolders;
import loom.aml.json.JsonObject;
import loom.aml.json.JsonSyntaxException;

/**
 * The folders of a user in which other programs keep memories.
 *
 * @param number the number of the user who started aml
 * @param real the real paths of the home and of the folder of Claude Code, if they exist
 */
public record MemoryFolders(Disk disk, UserFolders user, int number, List<Path> real) {
    static final String MEMORY = "memory";
    private static final String SETTING = "autoMemoryDirectory";
    private static final int LARGEST_SETTINGS = 4 << 20;

    public MemoryFolders {
        real = List.copyOf(real);
    }

    /** Returns the folders of the user with these environment variables. */
    public static MemoryFolders of(Disk disk, UserFolders user, int number) {
        MemoryFolders folders = new MemoryFolders(disk, user, number, List.of());
        List<Path> bases = new ArrayList<>();
        folders.home().ifPresent(bases::add);
        folders.claude().ifPresent(bases::add);
        return new MemoryFolders(disk, user, number, OwnPlaces.real(disk, bases));
    }

    Optional<Path> home() {
        return user.home();
    }

    /** Returns the home with links resolved; empty if unknown or out of reach. */
    Optional<Path> realHome() {
        try {
            return home().isEmpty() ? Optional.empty() : Optional.of(disk.realPath(home().get()));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Returns the folder of Claude Code; empty if the user has no home. */
    public Optional<Path> claude() {
        return user.absolute("CLAUDE_CONFIG_DIR").or(() -> user.home().map(home -> home.resolve(".claude")));
    }

    Optional<Path> codex() {
        return user.absolute("CODEX_HOME").or(() -> user.home().map(home -> home.resolve(".codex")));
    }

    /** Returns the rule about the folders that are used without being named, for some projects. */
    OwnPlaces places(List<Path> projects) {
        return new OwnPlaces(disk, number, real, projects);
    }

    /** Returns the folder of Claude Code's memory of a project in the home, if it exists and may be used. */
    Optional<Path> claudeMemoryOf(Path project, OwnPlaces places) throws IOException {
        Optional<Path> claude = claude();
        try {
            return claude.isEmpty()
                    ? Optional.empty()
                    : places.folder(claude.get(), "projects/" + ProjectSlug.of(FileName.text(project)) + "/" + MEMORY);
        } catch (AccessDeniedException e) {
            // The home of another user.
            return Optional.empty();
        }
    }

    /** Returns the folders that settings of Claude Code name for a project and that may be used without being named. */
    public List<Path> configured(Path project) throws IOException {
        return configured(project, places(List.of(project)));
    }

    /**
     * Returns the folders that settings of Claude Code name, those of the project first. Settings in a project may have
     * been written by somebody else, so they count only for a folder within it.
     */
    List<Path> configured(Path project, OwnPlaces places) throws IOException {
        List<Path> folders = new ArrayList<>();
        for (String name : List.of("settings.local.json", "settings.json")) {
            Optional<Path> named = folderNamedIn(project.resolve(".claude").resolve(name), places);
            named.filter(folder -> isWithin(folder, project)).ifPresent(folders::add);
        }
        if (claude().isPresent()) {
            folderNamedIn(claude().get().resolve("settings.json"), places).ifPresent(folders::add);
        }
        return folders;
    }

    private Optional<Path> folderNamedIn(Path settings, OwnPlaces places) throws IOException {
        Optional<Path> named = named(settings);
        try {
            Path real = named.isPresent() ? disk.realPath(named.get()) : null;
            return real != null && disk.state(real).isDirectory() && places.isOwnWithin(real)
                    ? Optional.of(real)
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private boolean isWithin(Path real, Path project) {
        return OwnPlaces.real(disk, List.of(project)).stream().anyMatch(real::startsWith);
    }

    /** Returns the plain absolute path in a settings file; empty if it has none or cannot be read. */
    private Optional<Path> named(Path file) throws IOException {
        byte[] content;
        try {
            content = SmallFile.read(disk, file, LARGEST_SETTINGS);
        } catch (NoSuchFileException | AccessDeniedException | NotRegularFileException | FileTooLargeException e) {
            return Optional.empty();
        }
        String text = new String(content, StandardCharsets.UTF_8);
        if (!text.contains(SETTING)) {
            return Optional.empty();
        }
        try {
            return JsonObject.parse(text).string(SETTING).flatMap(this::plain);
        } catch (JsonSyntaxException e) {
            return Optional.empty();
        }
    }

    private Optional<Path> plain(String text) {
        Optional<Path> home = user.home();
        String path = text.startsWith("~/") && home.isPresent() ? home.get() + text.substring(1) : text;
        try {
            Path named = FileName.path(path);
            return named.isAbsolute() && named.equals(named.normalize()) ? Optional.of(named) : Optional.empty();
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }
}
