package loom.aml.cli.schedule;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import loom.aml.cli.Session;
import loom.aml.io.DirectoryEntry;
import loom.aml.io.Disk;
import loom.aml.io.FileState;
import loom.aml.io.Folders;
import loom.aml.io.Replacement;
import loom.aml.io.SmallFile;

/** The user's own systemd, with timers in its configuration folder. */
public final class Systemd implements Scheduler {
    private static final byte[] NOTHING = {};

    /** The maximum size of a unit in bytes. A generated unit has a few hundred; users may extend it. */
    private static final long LARGEST = 1_000_000;

    private final Session session;
    private final Disk disk;
    private final Program systemctl;

    public Systemd(Session session) {
        this.session = session;
        this.disk = session.disk();
        this.systemctl = new Program("systemctl", session);
    }

    @Override
    public String name() {
        return "systemd";
    }

    @Override
    public boolean isThere() throws IOException {
        return systemctl.path().isPresent()
                && systemctl.run(NOTHING, "--user", "show-environment").code() == 0;
    }

    @Override
    public String text(Schedule schedule) {
        StringBuilder text = new StringBuilder();
        SystemdUnits.of(schedule)
                .forEach((name, content) -> text.append("# ")
                        .append(folder().resolve(name))
                        .append('\n')
                        .append(content)
                        .append('\n'));
        return text.toString();
    }

    @Override
    public void install(Schedule schedule) throws IOException {
        Map<String, String> files = SystemdUnits.of(schedule);
        Folders.create(disk, folder());
        for (String name : files.keySet()) {
            FileState state = disk.state(folder().resolve(name));
            if (!state.isMissing() && !state.isFile()) {
                throw new FileSystemException(
                        folder().resolve(name).toString(),
                        null,
                        "is not a regular file, and a unit would replace it; move it away");
            }
        }
        for (Map.Entry<String, String> file : files.entrySet()) {
            Replacement.write(
                    disk, folder().resolve(file.getKey()), file.getValue().getBytes(StandardCharsets.UTF_8));
        }
        control("daemon-reload");
        control("enable", "--now", files.keySet());
        // A running timer keeps its old schedule until it is restarted.
        control("restart", "", files.keySet());
    }

    @Override
    public Optional<String> installed(String store) throws IOException {
        StringBuilder text = new StringBuilder();
        for (String name : namesOf(store)) {
            Path file = folder().resolve(name);
            text.append("# ").append(file).append('\n');
            text.append(new String(SmallFile.read(disk, file, LARGEST), StandardCharsets.UTF_8))
                    .append('\n');
        }
        return text.isEmpty() ? Optional.empty() : Optional.of(text.toString());
    }

    @Override
    public boolean remove(String store) throws IOException {
        List<String> names = namesOf(store);
        if (names.isEmpty()) {
            return false;
        }
        if (isThere()) {
            control("disable", "--now", names);
        }
        for (String name : names) {
            disk.delete(folder().resolve(name));
        }
        if (isThere()) {
            control("daemon-reload");
        }
        return true;
    }

    /** Returns the units of a store. Ignores other files with such names, such as drop-in directories. */
    private List<String> namesOf(String store) throws IOException {
        List<String> names = new ArrayList<>();
        if (session.environment()
                        .variable("XDG_CONFIG_HOME")
                        .or(() -> session.environment().variable("HOME"))
                        .isPresent()
                && disk.state(folder()).isDirectory()) {
            for (DirectoryEntry entry : disk.list(folder())) {
                if (entry.name().startsWith(SystemdUnits.prefix(store))
                        && (entry.name().endsWith(".service") || entry.name().endsWith(".timer"))
                        && entry.state().isFile()) {
                    names.add(entry.name());
                }
            }
        }
        return names;
    }

    private void control(String verb) throws IOException {
        systemctl.require(NOTHING, "--user", verb);
    }

    private void control(String verb, String option, Iterable<String> names) throws IOException {
        List<String> words = new ArrayList<>(List.of("--user", verb));
        if (!option.isEmpty()) {
            words.add(option);
        }
        for (String name : names) {
            if (name.endsWith(".timer")) {
                words.add(name);
            }
        }
        systemctl.require(NOTHING, words.toArray(String[]::new));
    }

    private Path folder() {
        Path configuration = session.environment()
                .variable("XDG_CONFIG_HOME")
                .map(session::resolve)
                .orElseGet(() -> session.resolve(
                                session.environment().variable("HOME").orElse("~"))
                        .resolve(".config"));
        return configuration.resolve("systemd/user");
    }
}
