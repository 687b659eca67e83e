package loom.aml.cli.system;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import loom.aml.cli.Session;
import loom.aml.io.DirectoryEntry;
import loom.aml.io.Disk;
import loom.aml.io.FileState;
import loom.aml.io.Folders;
import loom.aml.io.Replacement;
import loom.aml.io.SmallFile;

/** The unit files of the user's own systemd, and the program that controls it. */
public final class UserUnits {
    private static final byte[] NOTHING = {};

    /** The maximum size of a unit in bytes. A generated unit has a few hundred; users may extend it. */
    private static final long LARGEST = 1_000_000;

    private final Session session;
    private final Disk disk;
    private final Program systemctl;

    public UserUnits(Session session) {
        this.session = session;
        this.disk = session.disk();
        this.systemctl = new Program("systemctl", session);
    }

    /** Returns whether systemd of this user can be controlled. */
    public boolean isThere() throws IOException {
        return systemctl.path().isPresent()
                && systemctl.run(NOTHING, "--user", "show-environment").code() == 0;
    }

    Path folder() {
        Path configuration = session.environment()
                .variable("XDG_CONFIG_HOME")
                .map(session::resolve)
                .orElseGet(() -> session.resolve(
                                session.environment().variable("HOME").orElse("~"))
                        .resolve(".config"));
        return configuration.resolve("systemd/user");
    }

    /** Returns units as they are shown to people, each after its path. */
    public String text(Map<String, String> units) {
        StringBuilder text = new StringBuilder();
        units.forEach((name, content) -> text.append("# ")
                .append(folder().resolve(name))
                .append('\n')
                .append(content)
                .append('\n'));
        return text.toString();
    }

    /** Writes units. */
    public void write(Map<String, String> units) throws IOException {
        Folders.create(disk, folder());
        for (String name : units.keySet()) {
            FileState state = disk.state(folder().resolve(name));
            if (!state.isMissing() && !state.isFile()) {
                throw new FileSystemException(
                        folder().resolve(name).toString(),
                        null,
                        "is not a regular file, and a unit would replace it; move it away");
            }
        }
        for (Map.Entry<String, String> unit : units.entrySet()) {
            Replacement.write(
                    disk, folder().resolve(unit.getKey()), unit.getValue().getBytes(StandardCharsets.UTF_8));
        }
    }

    /** Returns the names of the units for which a condition holds. Ignores other files, such as drop-in directories. */
    public List<String> names(Predicate<String> isMeant) throws IOException {
        List<String> names = new ArrayList<>();
        if (session.environment()
                        .variable("XDG_CONFIG_HOME")
                        .or(() -> session.environment().variable("HOME"))
                        .isPresent()
                && disk.state(folder()).isDirectory()) {
            for (DirectoryEntry entry : disk.list(folder())) {
                if (isMeant.test(entry.name())
                        && (entry.name().endsWith(".service") || entry.name().endsWith(".timer"))
                        && entry.state().isFile()) {
                    names.add(entry.name());
                }
            }
        }
        return names;
    }

    /** Returns the texts of units, each after its path. */
    public String read(List<String> names) throws IOException {
        StringBuilder text = new StringBuilder();
        for (String name : names) {
            Path file = folder().resolve(name);
            text.append("# ").append(file).append('\n');
            text.append(new String(SmallFile.read(disk, file, LARGEST), StandardCharsets.UTF_8))
                    .append('\n');
        }
        return text.toString();
    }

    /** Deletes units. */
    public void delete(List<String> names) throws IOException {
        for (String name : names) {
            disk.delete(folder().resolve(name));
        }
    }

    /** Runs a verb of systemctl; throws with its output if it fails. */
    public void control(String... words) throws IOException {
        List<String> all = new ArrayList<>(List.of("--user"));
        all.addAll(List.of(words));
        systemctl.require(NOTHING, all.toArray(String[]::new));
    }

    /** Runs a verb of systemctl without a check of its result. */
    public void attempt(String... words) throws IOException {
        List<String> all = new ArrayList<>(List.of("--user"));
        all.addAll(List.of(words));
        systemctl.run(NOTHING, all.toArray(String[]::new));
    }

    /** Quotes a word of a command line in a unit; percent and dollar signs would be expanded. */
    public static String quoted(String word) {
        String escaped = word.replace("%", "%%").replace("$", "$$");
        return escaped.matches("[A-Za-z0-9_./:@%+$-]+")
                ? escaped
                : "\"" + escaped.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }
}
