package loom.aml.cli;

import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import loom.aml.io.LocalDisk;
import loom.aml.locate.ProjectSlug;

/** A home with projects and the memories that programs keep of them. */
final class ProjectFolders {
    private final Path home;

    ProjectFolders(Path temporary) throws IOException {
        this.home = Files.createDirectories(temporary.toRealPath().resolve("home"));
    }

    Path home() {
        return home;
    }

    /** Creates a project with a git repository. */
    Path project(String path) throws IOException {
        Path project = Files.createDirectories(home.resolve(path));
        Files.createDirectories(project.resolve(".git/worktrees"));
        return project;
    }

    /** Creates a worktree with the same files as {@code git worktree add}. */
    Path worktree(Path project, String path) throws IOException {
        Path tree = Files.createDirectories(home.resolve(path));
        Path record = Files.createDirectories(project.resolve(".git/worktrees").resolve(tree.getFileName()));
        Files.writeString(tree.resolve(".git"), "gitdir: " + record + "\n");
        Files.writeString(record.resolve("gitdir"), tree.resolve(".git") + "\n");
        return tree;
    }

    /** Returns the folder of Claude Code's memory of a project, whether it exists or not. */
    Path memoryOf(Path project) {
        return home.resolve(".claude/projects")
                .resolve(ProjectSlug.of(project.toString()))
                .resolve("memory");
    }

    /** Creates the memory of a project from a fixture. */
    Path memory(Path project, String fixture) throws IOException {
        Path home =
                Path.of(System.getProperty("aml.home", "..")).toAbsolutePath().normalize();
        Path stored = home.resolveSibling("shared/fixtures/claude").resolve(fixture);
        assumeThat(stored).isDirectory();
        Path memory = memoryOf(project);
        copy(stored, memory);
        return memory;
    }

    /** Creates the memory of a project with notes that its index lists. */
    Path notes(Path project, String... names) throws IOException {
        Path memory = Files.createDirectories(memoryOf(project));
        StringBuilder index = new StringBuilder();
        for (String name : names) {
            note(memory, name, "What " + name + " says.");
            index.append("- [")
                    .append(name)
                    .append("](")
                    .append(name)
                    .append(".md) \u2014 hook of ")
                    .append(name)
                    .append('\n');
        }
        old(Files.writeString(memory.resolve("MEMORY.md"), index));
        return memory;
    }

    /** Writes a note that nobody has written to for a while. */
    static Path note(Path memory, String name, String text) throws IOException {
        Path file = memory.resolve(name + ".md");
        Files.createDirectories(file.getParent());
        return old(Files.writeString(
                file, "---\nname: " + name + "\ndescription: \"about " + name + "\"\n---\n\n" + text + "\n"));
    }

    static Path old(Path file) throws IOException {
        return Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(Duration.ofHours(1))));
    }

    static void copy(Path from, Path to) throws IOException {
        try (var files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Path target = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else {
                    old(Files.copy(file, target));
                }
            }
        }
    }

    /** Returns the Markdown files of a folder with their contents. */
    static Map<String, String> content(Path memory) throws IOException {
        Map<String, String> content = new TreeMap<>();
        try (var files = Files.walk(memory)) {
            for (Path file :
                    files.filter(file -> file.toString().endsWith(".md")).toList()) {
                content.put(
                        memory.relativize(file).toString(),
                        new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1));
            }
        }
        return content;
    }

    Cli in(Path directory) {
        return new Cli(directory).with("HOME", home.toString()).on(new LocalDisk());
    }
}
