package loom.aml.locate;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import loom.aml.io.Disk;
import loom.aml.io.FileName;
import loom.aml.io.SmallFile;
import loom.aml.store.graph.GraphReading;

/**
 * Finds the memory files that configurations of clients name, as the variable of server-memory or as the argument of aml's drop-in
 * for it. The notation is the same in JSON and TOML, so the text is searched and not parsed: a name counts only if the file
 * exists.
 */
final class NamedMemoryFiles {
    private static final String USUAL = "memory.jsonl";
    private static final String VARIABLE = "MEMORY_FILE_PATH";
    private static final String OPTION = "--compat";
    private static final String PROJECT = "${workspaceFolder}";
    private static final int LARGEST_CONFIGURATION = 16 << 20;

    /** A string without escapes follows the name of the variable, or the option and its value. */
    private static final Pattern NAME = Pattern.compile("(?:" + VARIABLE + "\"?\\s*[:=]|\"" + OPTION
            + "\"\\s*,\\s*\"server-memory\"\\s*,)\\s*\"([^\"\\\\]{1,4096})\"");

    private final Disk disk;

    NamedMemoryFiles(Disk disk) {
        this.disk = disk;
    }

    /** Returns the memory files of a project, by their real paths. Only files within the project count. */
    List<Path> ofProject(Path project, List<Path> configurations, OwnPlaces places) throws IOException {
        List<Path> files = new ArrayList<>();
        add(project.resolve(USUAL), Optional.of(project), places, files);
        for (Path configuration : configurations) {
            for (String name : namedIn(configuration)) {
                String path =
                        name.startsWith(PROJECT) ? FileName.text(project) + name.substring(PROJECT.length()) : name;
                plain(path, Optional.of(project)).ifPresent(file -> add(file, Optional.of(project), places, files));
            }
        }
        return files;
    }

    /** Returns the memory files that configurations of the user name, by their real paths. */
    List<Path> ofUser(List<Path> configurations, OwnPlaces places) throws IOException {
        List<Path> files = new ArrayList<>();
        for (Path configuration : configurations) {
            for (String name : namedIn(configuration)) {
                plain(name, Optional.empty()).ifPresent(file -> add(file, Optional.empty(), places, files));
            }
        }
        return files;
    }

    private List<String> namedIn(Path configuration) throws IOException {
        String text;
        try {
            text = new String(SmallFile.read(disk, configuration, LARGEST_CONFIGURATION), StandardCharsets.UTF_8);
        } catch (NoSuchFileException e) {
            return List.of();
        }
        List<String> names = new ArrayList<>();
        if (text.contains(VARIABLE) || text.contains(OPTION)) {
            Matcher matcher = NAME.matcher(text);
            while (matcher.find()) {
                names.add(matcher.group(1));
            }
        }
        return names;
    }

    private static Optional<Path> plain(String name, Optional<Path> project) {
        try {
            Path path = FileName.path(name);
            Path absolute = path.isAbsolute() || project.isEmpty() ? path : FileName.resolve(project.get(), name);
            return absolute.isAbsolute() && absolute.equals(absolute.normalize())
                    ? Optional.of(absolute)
                    : Optional.empty();
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }

    private void add(Path file, Optional<Path> project, OwnPlaces places, List<Path> files) {
        try {
            Path real = disk.realPath(file);
            boolean isWithin = project.isEmpty() || real.startsWith(disk.realPath(project.get()));
            if (isWithin && !files.contains(real) && places.isOwnWithin(real) && GraphReading.isGraph(disk, real)) {
                files.add(real);
            }
        } catch (IOException e) {
            // It does not exist, or is not a file that the user can read.
        }
    }
}
