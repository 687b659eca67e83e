package loom.aml.app.guard;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import loom.aml.io.DirectoryEntry;
import loom.aml.io.Disk;
import loom.aml.io.FileName;
import loom.aml.io.FileState;
import loom.aml.store.CollectionFile;
import loom.aml.store.FileVersion;
import loom.aml.store.StoreListing;
import loom.aml.store.Version;
import loom.aml.store.file.OwnFiles;

/**
 * The guard's knowledge about one store: which versions of its files the last snapshot has, and what was added and deleted lately.
 * It is derived: without it, the next snapshot is a new beginning. A text of lines with tabs, so that comparing it with the store
 * needs no parser.
 *
 * <pre>
 * aml-guard 1
 * snapshot  20261201T081500.120Z-3f9a                      or "copies", which are beside the state
 * run       17                                             the number of the latest run that was considered
 * number    42                                             counts the changes
 * group     session  run  milliseconds                     the run whose steps are the changes of a session
 * seen      session  path  number                          a session knows a file as it was then; * stands for all files
 * added     number  session  path  line                    the newest lines; no session if unknown
 * deleted   milliseconds  items  run
 * has       sha256  size  items  path                      a file in the snapshot
 * files
 * 120 1796112899.340000 1796112899.340000  MEMORY.md            size, modification and change time
 * </pre>
 */
final class GuardState {
    private static final String HEAD = "aml-guard 1\n";
    private static final String FILES = "\nfiles\n";
    private static final String ALL = "*";
    private static final String LOGS = "logs";

    /** The kernel takes the time of a change from a clock that ticks this often at least. */
    private static final Duration TICK = Duration.ofMillis(20);

    private static final int MOST_ADDED = 400;
    private static final int MOST_SEEN = 200;
    private static final int MOST_GROUPS = 20;
    private static final int MOST_DELETED = 200;

    /** A line that was added to a file. */
    record Added(long number, String session, String path, String line) {}

    /** Items that were deleted. */
    record Deleted(Instant at, long items, String run) {}

    /** A file in the snapshot. */
    record Content(String sha256, long size, long items) {}

    /** The run whose steps are the changes of a session. */
    record Group(String run, Instant since) {}

    String snapshot = "";
    long run;
    long number;
    final Map<String, Group> groups = new LinkedHashMap<>();
    final Map<String, Long> seen = new LinkedHashMap<>();
    final List<Added> added = new ArrayList<>();
    final List<Deleted> deleted = new ArrayList<>();
    final Map<String, Content> contents = new TreeMap<>();
    Map<String, String> versions = new TreeMap<>();

    /**
     * Returns the versions of the files of a store, as the state lists them. A file that was changed in the same tick may be changed
     * once more without a new time, so its line is one that the next look never finds again.
     *
     * @param lookedAt a time before the files were listed
     */
    static String filesOf(StoreListing listing, Instant lookedAt) {
        Map<String, FileState> states = new TreeMap<>();
        for (Map.Entry<CollectionFile, Version> file : listing.collections().entrySet()) {
            states.put(file.getKey().path(), FileVersion.stateOf(file.getValue()));
        }
        return text(states, lookedAt);
    }

    /** Returns the same for a folder of notes, without opening it as a store. */
    static String filesOf(Disk disk, Path folder, Instant lookedAt) throws IOException {
        Map<String, FileState> states = new TreeMap<>();
        list(disk, folder, "", states);
        return text(states, lookedAt);
    }

    private static void list(Disk disk, Path folder, String prefix, Map<String, FileState> states) throws IOException {
        for (DirectoryEntry entry : disk.list(folder)) {
            String name = entry.name();
            String path = prefix + name;
            if (name.startsWith(".")) {
                continue;
            }
            if (entry.state().isDirectory()) {
                if (!path.equals(LOGS)) {
                    list(disk, FileName.resolve(folder, name), path + "/", states);
                }
            } else if (entry.state().isFile() && name.endsWith(".md") && !OwnFiles.isOwn(path)) {
                states.put(path, entry.state());
            }
        }
    }

    /** Numbers, because formatting times would take most of the time of a look. */
    private static String text(Map<String, FileState> states, Instant lookedAt) {
        Instant tick = lookedAt.minus(TICK);
        StringBuilder text = new StringBuilder(states.size() * 90);
        for (Map.Entry<String, FileState> file : states.entrySet()) {
            FileState state = file.getValue();
            time(text.append(state.size()).append(' '), state.modified());
            time(text.append(' '), state.changed());
            if (state.changed().equals(Instant.EPOCH)) {
                text.append(' ').append(state.key());
            }
            if (state.changed().isAfter(tick)) {
                time(text.append(" ?"), lookedAt);
            }
            text.append('\t').append(escaped(file.getKey())).append('\n');
        }
        return text.toString();
    }

    private static void time(StringBuilder text, Instant time) {
        text.append(time.getEpochSecond()).append('.').append(time.getNano());
    }

    /** Returns whether a stored state lists these versions. Parses nothing. */
    static boolean lists(byte[] state, String files) {
        byte[] end = (FILES + files).getBytes(StandardCharsets.UTF_8);
        int from = state.length - end.length;
        return from > 0 && Arrays.equals(state, from, state.length, end, 0, end.length);
    }

    /** Parses a state; an empty one if it is of another version or damaged. */
    static GuardState parse(byte[] content) {
        String text = new String(content, StandardCharsets.UTF_8);
        int files = text.indexOf(FILES);
        GuardState state = new GuardState();
        if (!text.startsWith(HEAD) || files < 0) {
            return state;
        }
        try {
            for (String line : text.substring(HEAD.length(), files).split("\n", -1)) {
                state.read(line.split("\t", -1));
            }
        } catch (NumberFormatException | DateTimeException | ArrayIndexOutOfBoundsException e) {
            return new GuardState();
        }
        state.versions = versionsIn(text.substring(files + FILES.length()));
        return state;
    }

    /** Returns the versions in a list of files, by path. */
    static Map<String, String> versionsIn(String listed) {
        Map<String, String> versions = new TreeMap<>();
        for (String line : listed.split("\n", -1)) {
            int tab = line.indexOf('\t');
            if (tab > 0) {
                versions.put(unescaped(line.substring(tab + 1)), line.substring(0, tab));
            }
        }
        return versions;
    }

    /** Returns a list of files without one of them. */
    static String withoutFile(String listed, String path) {
        StringBuilder rest = new StringBuilder();
        for (String line : listed.split("(?<=\n)", -1)) {
            if (!line.stripTrailing().endsWith("\t" + escaped(path))) {
                rest.append(line);
            }
        }
        return rest.toString();
    }

    private static Instant time(String milliseconds) {
        return Instant.ofEpochMilli(Long.parseLong(milliseconds));
    }

    private void read(String[] fields) {
        switch (fields[0]) {
            case "snapshot" -> snapshot = fields[1];
            case "run" -> run = Long.parseLong(fields[1]);
            case "number" -> number = Long.parseLong(fields[1]);
            case "group" -> groups.put(unescaped(fields[1]), new Group(fields[2], time(fields[3])));
            case "seen" -> seen.put(fields[1] + "\t" + fields[2], Long.parseLong(fields[3]));
            case "added" ->
                added.add(new Added(
                        Long.parseLong(fields[1]), unescaped(fields[2]), unescaped(fields[3]), unescaped(fields[4])));
            case "has" ->
                contents.put(
                        unescaped(fields[4]),
                        new Content(fields[1], Long.parseLong(fields[2]), Long.parseLong(fields[3])));
            case "deleted" -> deleted.add(new Deleted(time(fields[1]), Long.parseLong(fields[2]), fields[3]));
            default -> {
                // A later version knows more.
            }
        }
    }

    /** Returns the text to store. */
    byte[] toBytes(String listed) {
        StringBuilder text = new StringBuilder(HEAD);
        text.append("snapshot\t").append(snapshot).append('\n');
        text.append("run\t").append(run).append('\n');
        text.append("number\t").append(number).append('\n');
        groups.entrySet().stream()
                .skip(Math.max(0, groups.size() - MOST_GROUPS))
                .forEach(group -> text.append("group\t")
                        .append(escaped(group.getKey()))
                        .append('\t')
                        .append(group.getValue().run)
                        .append('\t')
                        .append(group.getValue().since.toEpochMilli())
                        .append('\n'));
        seen.entrySet().stream()
                .skip(Math.max(0, seen.size() - MOST_SEEN))
                .forEach(known -> text.append("seen\t")
                        .append(known.getKey())
                        .append('\t')
                        .append(known.getValue())
                        .append('\n'));
        for (Added one : added.subList(Math.max(0, added.size() - MOST_ADDED), added.size())) {
            text.append("added\t")
                    .append(one.number)
                    .append('\t')
                    .append(escaped(one.session))
                    .append('\t')
                    .append(escaped(one.path))
                    .append('\t')
                    .append(escaped(one.line))
                    .append('\n');
        }
        for (Deleted one : deleted.subList(Math.max(0, deleted.size() - MOST_DELETED), deleted.size())) {
            text.append("deleted\t")
                    .append(one.at.toEpochMilli())
                    .append('\t')
                    .append(one.items)
                    .append('\t')
                    .append(one.run)
                    .append('\n');
        }
        for (Map.Entry<String, Content> file : contents.entrySet()) {
            text.append("has\t")
                    .append(file.getValue().sha256)
                    .append('\t')
                    .append(file.getValue().size)
                    .append('\t')
                    .append(file.getValue().items)
                    .append('\t')
                    .append(escaped(file.getKey()))
                    .append('\n');
        }
        text.setLength(text.length() - 1);
        return text.append(FILES).append(listed).toString().getBytes(StandardCharsets.UTF_8);
    }

    /** Notes that a session knows all files as they are now. */
    void sees(String session) {
        seen.keySet().removeIf(key -> key.startsWith(escaped(session) + "\t"));
        seen.put(escaped(session) + "\t" + ALL, number);
    }

    /** Notes that a session knows a file as it is now. */
    void sees(String session, String path) {
        String key = escaped(session) + "\t" + escaped(path);
        seen.remove(key);
        seen.put(key, number);
    }

    /** Returns the number of the latest change of a file that a session knows. */
    long known(String session, String path) {
        long all = seen.getOrDefault(escaped(session) + "\t" + ALL, 0L);
        return Math.max(all, seen.getOrDefault(escaped(session) + "\t" + escaped(path), 0L));
    }

    private static String escaped(String text) {
        if (text.indexOf('\\') < 0 && text.indexOf('\t') < 0 && text.indexOf('\n') < 0 && text.indexOf('\r') < 0) {
            return text;
        }
        return text.replace("\\", "\\\\")
                .replace("\t", "\\t")
                .replace("\n", "\\n")
                .replace("\r", "\\r");
    }

    private static String unescaped(String text) {
        if (text.indexOf('\\') < 0) {
            return text;
        }
        StringBuilder plain = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\' && i + 1 < text.length()) {
                i++;
                c = switch (text.charAt(i)) {
                    case 't' -> '\t';
                    case 'n' -> '\n';
                    case 'r' -> '\r';
                    default -> text.charAt(i);
                };
            }
            plain.append(c);
        }
        return plain.toString();
    }
}
