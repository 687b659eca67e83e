package loom.aml.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import loom.aml.json.JsonObject;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Every command that changes a store, on each kind of store that it can change: one {@code aml undo} gives back every byte, and
 * files that the command left alone keep their times.
 */
class EveryUndoTest {
    /**
     * Commands that change nothing of a store but what aml derives or keeps beside it. {@code pin} and {@code unpin} take back each
     * other.
     */
    private static final Set<CommandEntry> HARMLESS = EnumSet.of(
            CommandEntry.HISTORY,
            CommandEntry.SEARCH,
            CommandEntry.SHOW,
            CommandEntry.LOG,
            CommandEntry.DIFF,
            CommandEntry.SIMILAR,
            CommandEntry.STATUS,
            CommandEntry.TOP,
            CommandEntry.AGENTS,
            CommandEntry.STORES,
            CommandEntry.BACKUP_AUTO,
            CommandEntry.BACKUP_COPY,
            CommandEntry.BACKUP_KEY,
            CommandEntry.BACKUP_CREATE,
            CommandEntry.BACKUP_LIST,
            CommandEntry.BACKUP_SHOW,
            CommandEntry.BACKUP_DIFF,
            CommandEntry.BACKUP_VERIFY,
            CommandEntry.BACKUP_ROTATE,
            CommandEntry.BACKUP_REPACK,
            CommandEntry.BACKUP_DRILL,
            CommandEntry.BACKUP_ACKNOWLEDGE,
            CommandEntry.PIN,
            CommandEntry.UNPIN,
            CommandEntry.OPTIMIZE_INDEX,
            // It compresses as 'optimize compress' does, which is tried.
            CommandEntry.OPTIMIZE_DEFRAG,
            CommandEntry.OPTIMIZE_WARM_CACHE,
            CommandEntry.MIGRATE_DETECT,
            CommandEntry.MIGRATE_PLAN,
            CommandEntry.MIGRATE_HISTORY,
            CommandEntry.EXPORT);

    /** The one command after which nothing can be restored; {@code aml undo} says so. */
    private static final CommandEntry FOR_GOOD = CommandEntry.PURGE;

    /** The kinds of stores that commands change. */
    private enum Kind {
        LOOM("pattern"),
        NOTES("note"),
        GRAPH("note");

        private final String item;

        Kind(String item) {
            this.item = item;
        }
    }

    /** A command line for a kind of store; ID is an item, OTHER another store. */
    private enum Change {
        ADD_PATTERN(CommandEntry.ADD, Kind.LOOM, "add pattern --agent debugger --technique retry --rationale passes"),
        ADD_NOTE(CommandEntry.ADD, Kind.NOTES, "add note --title Deployment --text Carefully"),
        ADD_ENTITY(CommandEntry.ADD, Kind.GRAPH, "add note --title Deployment --text Carefully"),
        EDIT_PATTERN(CommandEntry.EDIT, Kind.LOOM, "edit ID --set active=false"),
        EDIT_NOTE(CommandEntry.EDIT, Kind.NOTES, "edit ID --set description=other"),
        EDIT_ENTITY(CommandEntry.EDIT, Kind.GRAPH, "edit ID --set type=other"),
        RM_PATTERN(CommandEntry.RM, Kind.LOOM, "rm ID --reason outdated"),
        RM_NOTE(CommandEntry.RM, Kind.NOTES, "rm ID --reason outdated"),
        RM_ENTITY(CommandEntry.RM, Kind.GRAPH, "rm ID --reason outdated"),
        REVERT_PATTERN(CommandEntry.REVERT, Kind.LOOM, "revert ID --to SNAPSHOT", "edit ID --set active=false"),
        REVERT_NOTE(CommandEntry.REVERT, Kind.NOTES, "revert ID --to SNAPSHOT", "edit ID --set description=other"),
        REVERT_ENTITY(CommandEntry.REVERT, Kind.GRAPH, "revert ID --to SNAPSHOT", "edit ID --set type=other"),
        REVERT_REMOVED_PATTERN(CommandEntry.REVERT, Kind.LOOM, "revert ID --to SNAPSHOT", "rm ID --reason outdated"),
        REVERT_REMOVED_NOTE(CommandEntry.REVERT, Kind.NOTES, "revert ID --to SNAPSHOT", "rm ID --reason outdated"),
        REVERT_REMOVED_ENTITY(CommandEntry.REVERT, Kind.GRAPH, "revert ID --to SNAPSHOT", "rm ID --reason outdated"),
        FEEDBACK_ON_PATTERN(CommandEntry.FEEDBACK, Kind.LOOM, "feedback ID helped"),
        PRUNE(CommandEntry.PRUNE, Kind.LOOM, "prune --yes"),
        GC_OF_ITEMS(CommandEntry.OPTIMIZE_GC, Kind.LOOM, "optimize gc --yes"),
        GC_OF_NOTES(CommandEntry.OPTIMIZE_GC, Kind.NOTES, "optimize gc --yes"),
        GC_OF_ENTITIES(CommandEntry.OPTIMIZE_GC, Kind.GRAPH, "optimize gc --yes"),
        COMPRESS(CommandEntry.OPTIMIZE_COMPRESS, Kind.LOOM, "optimize compress --age-days 0"),
        DECOMPRESS(
                CommandEntry.OPTIMIZE_DECOMPRESS,
                Kind.LOOM,
                "optimize decompress",
                "optimize compress --age-days 0 --no-backup"),
        MERGE_ITEMS(CommandEntry.MERGE, Kind.LOOM, "merge --yes"),
        MERGE_NOTES(CommandEntry.MERGE, Kind.NOTES, "merge --yes"),
        MERGE_ENTITIES(CommandEntry.MERGE, Kind.GRAPH, "merge --yes"),
        ACCEPT(CommandEntry.SUGGESTIONS, Kind.NOTES, "suggestions accept SUGGESTION"),
        ACCEPT_ENTITIES(CommandEntry.SUGGESTIONS, Kind.GRAPH, "suggestions accept SUGGESTION"),
        FOLD(CommandEntry.OPTIMIZE_FOLD, Kind.NOTES, "optimize fold"),
        OPTIMIZE_ITEMS(CommandEntry.OPTIMIZE_ALL, Kind.LOOM, "optimize all --yes"),
        OPTIMIZE_NOTES(CommandEntry.OPTIMIZE_ALL, Kind.NOTES, "optimize all --yes"),
        MIGRATE(CommandEntry.MIGRATE_MIGRATE, Kind.LOOM, "migrate migrate --version 2.0.0 --yes"),
        MAINTAIN_ITEMS(CommandEntry.MAINTAIN, Kind.LOOM, "maintain --yes"),
        MAINTAIN_NOTES(CommandEntry.MAINTAIN, Kind.NOTES, "maintain --yes"),
        MAINTAIN_ENTITIES(CommandEntry.MAINTAIN, Kind.GRAPH, "maintain --yes"),
        RESTORE_ITEMS(CommandEntry.BACKUP_RESTORE, Kind.LOOM, "backup restore --yes", "rm ID --reason outdated"),
        RESTORE_NOTES(CommandEntry.BACKUP_RESTORE, Kind.NOTES, "backup restore --yes", "rm ID --reason outdated"),
        RESTORE_ENTITIES(CommandEntry.BACKUP_RESTORE, Kind.GRAPH, "backup restore --yes", "rm ID --reason outdated"),
        IMPORT_ITEMS(CommandEntry.IMPORT, Kind.LOOM, "import OTHER"),
        IMPORT_NOTES(CommandEntry.IMPORT, Kind.NOTES, "import OTHER"),
        IMPORT_ENTITIES(CommandEntry.IMPORT, Kind.GRAPH, "import OTHER"),
        ADOPT(CommandEntry.ADOPT, Kind.NOTES, "adopt OTHER"),
        UNDO_OF_UNDO(CommandEntry.UNDO, Kind.NOTES, "undo --yes", "add note --title Deployment --text Carefully");

        private final CommandEntry command;
        private final Kind kind;
        private final String line;
        private final String[] before;

        Change(CommandEntry command, Kind kind, String line, String... before) {
            this.command = command;
            this.kind = kind;
            this.line = line;
            this.before = before;
        }
    }

    @TempDir
    private Path temporary;

    private ProjectFolders folders;
    private Path project;
    private Path store;
    private Path other;

    @BeforeEach
    void makeProject() throws IOException {
        folders = new ProjectFolders(temporary);
        project = folders.project("src/app");
    }

    private void make(Kind kind) throws IOException {
        other = folders.notes(folders.project("src/other"), "borrowed");
        switch (kind) {
            case LOOM -> {
                store = project.resolve(".loom/memory");
                done("sample", store.toString(), "--items", "120", "--agents", "2", "--seed", "1", "--rot", "0.4");
                Path file = Files.createDirectory(store.resolve("twin")).resolve("solutions.json");
                ProjectFolders.old(Files.writeString(file, "[" + twin("twin-1") + ", " + twin("twin-2") + "]\n"));
            }
            case NOTES -> {
                store = folders.notes(project, "first", "second", "third");
                for (String name : List.of("pnpm", "use-pnpm")) {
                    String note = "Use pnpm for every install in this repository. Its lockfile is committed.\n";
                    ProjectFolders.old(Files.writeString(store.resolve(name + ".md"), note));
                }
                Files.writeString(
                        store.resolve("MEMORY.md"),
                        "- [gone](gone.md) \u2014 leads nowhere\r\n" + "- [x](first.md) \u2014 again\n".repeat(190),
                        StandardCharsets.UTF_8,
                        StandardOpenOption.APPEND);
                ProjectFolders.old(store.resolve("MEMORY.md"));
            }
            case GRAPH -> {
                store = project.resolve("memory.jsonl");
                String entity =
                        "{\"type\":\"entity\",\"name\":\"first\",\"entityType\":\"t\",\"observations\":[\"a\"]}";
                String relation =
                        "{\"type\":\"relation\",\"from\":\"first\",\"to\":\"nobody\",\"relationType\":\"knows\"}";
                ProjectFolders.old(Files.writeString(
                        store,
                        String.join(
                                "\n",
                                entity,
                                entity,
                                service("auth-service"),
                                service("Auth Service"),
                                relation,
                                relation.replace("first", "Auth Service"))));
            }
        }
        done(store.toString(), "backup", "create");
    }

    private static String service(String name) {
        return "{\"type\":\"entity\",\"name\":\"" + name
                + "\",\"entityType\":\"t\",\"observations\":[\"It keeps sessions in memory.\"]}";
    }

    private static String twin(String id) {
        return "{\"id\":\"" + id
                + "\",\"agent\":\"twin\",\"timestamp\":\"2026-11-01T08:00:00Z\",\"problem\":{\"errorType\":\"Error\","
                + "\"errorMessage\":\"the pool of the shop is empty\",\"context\":{}},\"solution\":{\"rootCause\":\"\",\"fixApproach\":"
                + "\"close each connection of the shop after its order\",\"prevention\":\"\"},\"effectiveness\":{\"worked\":true,"
                + "\"timeToFixMinutes\":5,\"preventedRecurrence\":0,\"relatedErrorsFixed\":0},\"verifiedCount\":1,\"tags\":[],\"active\":true}";
    }

    private Cli.Result done(String... words) {
        Cli.Result result = folders.in(project).run(words);
        assertThat(result.code())
                .as(String.join(" ", words) + "\n" + result.err() + result.out())
                .isEqualTo(ExitCode.DONE);
        return result;
    }

    private void run(String line, String item) throws IOException {
        String suggested = line.contains("SUGGESTION") ? suggestion() : "";
        String words = line.replace("SUGGESTION", suggested)
                .replace("SNAPSHOT", line.contains("SNAPSHOT") ? snapshot() : "")
                .replace("OTHER", other.toString())
                .replace("ID", item);
        done(Stream.concat(Stream.of(store.toString()), Arrays.stream(words.split(" ")))
                .toArray(String[]::new));
    }

    private String snapshot() throws IOException {
        return JsonObject.parse(
                        done(store.toString(), "backup", "list", "--json").out())
                .objects("snapshots")
                .getFirst()
                .string("id")
                .orElseThrow();
    }

    private String suggestion() throws IOException {
        return JsonObject.parse(done(store.toString(), "suggestions", "--json").out())
                .objects("pairs")
                .getFirst()
                .string("suggestion")
                .orElseThrow();
    }

    /** Lets files that were just written look old. */
    private void age() {
        try (Stream<Path> files = Files.walk(Files.isDirectory(store) ? store : store.getParent())) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Instant lately = Instant.now().minus(Duration.ofMinutes(30));
                if (Files.getLastModifiedTime(file).toInstant().isAfter(lately)) {
                    ProjectFolders.old(file);
                }
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private String item(Kind kind) throws IOException {
        return JsonObject.parse(done(store.toString(), "search", "kind:" + kind.item, "--json")
                        .out())
                .objects("hits")
                .getFirst()
                .string("id")
                .orElseThrow();
    }

    /** Returns the files of the store, without what aml derives from them and the history of its schema, which grows. */
    private Map<String, String> contents() throws IOException {
        Path root = Files.isDirectory(store) ? store : store.getParent();
        Map<String, String> contents = new TreeMap<>();
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String path = root.relativize(file).toString();
                boolean isOwn = path.startsWith("memory.jsonl-")
                        || path.contains("monitoring/")
                        || path.equals("config/schema_version.json")
                        || path.equals(".aml-lock");
                if (!isOwn) {
                    contents.put(path, Files.readString(file, StandardCharsets.ISO_8859_1));
                }
            }
        }
        return contents;
    }

    @ParameterizedTest
    @EnumSource
    void undo_restoresEveryByte(Change change) throws IOException {
        make(change.kind);
        String item = item(change.kind);
        for (String line : change.before) {
            run(line, item);
            age();
        }
        age();
        Map<String, String> before = contents();
        Map<String, FileTime> times = times();

        run(change.line, item);
        Map<String, String> changed = contents();
        assertThat(differences(before, changed)).as(change.line).isNotEmpty();
        times.keySet().removeIf(path -> !Objects.equals(before.get(path), changed.get(path)));
        assertThat(times()).as(change.line).containsAllEntriesOf(times);

        age();
        done(store.toString(), "undo", lastRun(), "--yes");
        assertThat(differences(before, contents())).as(change.line).isEmpty();
        assertThat(times()).as(change.line).containsAllEntriesOf(times);
    }

    /** The times of the files of {@link #contents}. */
    private Map<String, FileTime> times() throws IOException {
        Map<String, FileTime> times = new TreeMap<>();
        Path root = Files.isDirectory(store) ? store : store.getParent();
        for (String path : contents().keySet()) {
            times.put(path, Files.getLastModifiedTime(root.resolve(path)));
        }
        return times;
    }

    private String lastRun() throws IOException {
        return JsonObject.parse(done(store.toString(), "history", "--json").out())
                .objects("runs")
                .getFirst()
                .string("run")
                .orElseThrow();
    }

    /** Returns where two contents differ, each with the texts around the first difference. */
    private static List<String> differences(Map<String, String> before, Map<String, String> after) {
        Set<String> paths = new TreeSet<>(before.keySet());
        paths.addAll(after.keySet());
        return paths.stream()
                .filter(path -> !Objects.equals(before.get(path), after.get(path)))
                .map(path ->
                        difference(path, before.getOrDefault(path, "(missing)"), after.getOrDefault(path, "(missing)")))
                .toList();
    }

    private static String difference(String path, String before, String after) {
        int at = 0;
        while (at < Math.min(before.length(), after.length()) && before.charAt(at) == after.charAt(at)) {
            at++;
        }
        return path + " at " + at + ": '" + before.substring(at, Math.min(before.length(), at + 60)) + "', then '"
                + after.substring(at, Math.min(after.length(), at + 60)) + "'";
    }

    @Test
    void everyCommandOnAStore_isHere_orChangesNothing() {
        Set<CommandEntry> tried = EnumSet.noneOf(CommandEntry.class);
        Arrays.stream(Change.values()).forEach(change -> tried.add(change.command));
        Set<CommandEntry> others = EnumSet.allOf(CommandEntry.class);
        others.removeAll(tried);
        others.removeAll(HARMLESS);
        others.remove(FOR_GOOD);

        assertThat(others)
                .allMatch(entry -> EnumSet.of(Topic.MONITOR, Topic.SETUP).contains(entry.topic())
                        || List.of("serve", "watch").contains(entry.words().getFirst()));
        assertThat(tried).doesNotContainAnyElementsOf(HARMLESS);
    }
}
