package loom.aml.proof.fault;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import loom.aml.StoreItems;
import loom.aml.TestStore;
import loom.aml.cli.ExitCode;
import loom.aml.io.FaultyDisk;
import loom.aml.io.FileName;
import loom.aml.io.LocalDisk;
import loom.aml.json.JsonObject;
import loom.aml.proof.Shell;
import loom.aml.proof.fault.Operation.Trait;
import loom.aml.store.MemoryStore;

/**
 * The invariants of a store after a disturbed operation, derived from the store before and from the same operation
 * without disturbance.
 */
public final class Truth {
    private static final String NOTHING = "nothing";

    private final Operation operation;
    private final Beginning beginning;
    private final Map<String, Set<String>> versions = new HashMap<>();
    private final SortedMap<String, String> after;
    private final Set<String> itemsBefore;
    private final Set<String> staying;
    private final SortedMap<String, byte[]> kept;
    private final SortedMap<String, String> elsewhere;
    private final List<FaultyDisk.Call> calls;
    private final Shell.Result undisturbed;
    private final List<String> found;

    /** Runs the operation undisturbed in a copy of the store. */
    public Truth(Operation operation, Beginning beginning, Path scratch) throws IOException {
        this.operation = operation;
        this.beginning = beginning;
        TestStore store = beginning.copy(scratch);
        SortedMap<String, String> before = texts(store);
        this.itemsBefore = StoreItems.of(store);
        SortedMap<String, String> textsBefore = store.texts();
        this.kept = logs(store);
        Set<String> namesBefore = store.everything().keySet();
        FaultyDisk disk = new FaultyDisk();
        String[] last = {""};
        disk.before(0, call -> {
            if (last[0].equals("rename") || last[0].equals("delete") || last[0].equals("link")) {
                note(texts(store));
            }
            last[0] = call.name();
        });
        note(before);
        this.undisturbed = new Shell(scratch, disk).run(beginning.words());
        Operation.done(undisturbed);
        this.calls = disk.calls();
        this.after = texts(store);
        note(after);
        this.staying = new HashSet<>(itemsBefore);
        staying.retainAll(StoreItems.of(store));
        kept.keySet().retainAll(logs(store).keySet());
        this.elsewhere = elsewhere(scratch);
        boolean isNothing = store.texts().equals(textsBefore)
                && store.everything().keySet().stream().allMatch(path -> namesBefore.contains(path) || isLock(path));
        assertThat(isNothing).as("%s changes nothing", operation).isFalse();
        this.found = operation.is(Trait.INDEXES) ? found(scratch) : List.of();
        Beginning.drop(scratch);
    }

    /** Returns the ids of items found in a store, in order, by several queries. */
    private static List<String> found(Path directory) throws IOException {
        Shell shell = new Shell(directory, new LocalDisk()).at(Shell.BEGAN.plusSeconds(180));
        List<String> found = new ArrayList<>();
        for (String query : List.of("pattern", "agent:debugger", "-nothing")) {
            Shell.Result result = shell.run("search", query, "--json");
            Operation.done(result);
            JsonObject answer = JsonObject.parse(result.out());
            assertThat(answer.string("answered_from")).as(result.toString()).hasValue("index");
            int given = 0;
            for (JsonObject hit : answer.objects("hits")) {
                String id = hit.string("id").orElse("?");
                // An id drawn by a run differs each time, and so does its rank among equal hits.
                given += Now.masked(id).equals(id) ? 0 : 1;
                if (Now.masked(id).equals(id)) {
                    found.add(id);
                }
            }
            found.add(given + " given");
            found.add(query);
        }
        return found;
    }

    /** Returns the files that the command writes outside the store and its folders. */
    private static SortedMap<String, String> elsewhere(Path directory) throws IOException {
        SortedMap<String, String> files = new TreeMap<>();
        try (Stream<Path> paths = Files.walk(directory)) {
            for (Path path : paths.toList()) {
                String name = FileName.text(directory.relativize(path));
                if (!name.startsWith(".loom/memory")) {
                    boolean isFile = Files.isRegularFile(path);
                    files.put(name, isFile ? Now.masked(new String(Files.readAllBytes(path), ISO_8859_1)) : "folder");
                }
            }
        }
        return files;
    }

    /** Returns the output of the undisturbed operation. */
    public Shell.Result undisturbed() {
        return undisturbed;
    }

    /** Returns the calls of the undisturbed operation. */
    public List<FaultyDisk.Call> calls() {
        return calls;
    }

    private void note(SortedMap<String, String> texts) {
        Set<String> paths = new TreeSet<>(versions.keySet());
        paths.addAll(texts.keySet());
        for (String path : paths) {
            versions.computeIfAbsent(path, _ -> new HashSet<>(versions.isEmpty() ? Set.of() : Set.of(NOTHING)))
                    .add(texts.getOrDefault(path, NOTHING));
        }
    }

    /** Returns the content of the store without temporary files of aml, with current times replaced. */
    private static SortedMap<String, String> texts(TestStore store) throws IOException {
        SortedMap<String, String> texts = new TreeMap<>();
        store.texts().forEach((path, text) -> {
            if (!path.startsWith(".aml-") && !isNote(path)) {
                texts.put(path, Now.masked(text.startsWith("gzip ") ? text : ofHex(text)));
            }
        });
        return texts;
    }

    /** Informational files, of which any version is valid. */
    private static boolean isNote(String path) {
        return path.startsWith("monitoring/") || path.equals("config/schema_version.json");
    }

    private static boolean isLock(String path) {
        return path.endsWith("-lock");
    }

    private static String ofHex(String hex) {
        return new String(HexFormat.of().parseHex(hex), UTF_8);
    }

    /** Returns the files beside the store, which commands may remove but not change. A lock is not one: its holder is written into it. */
    private static SortedMap<String, byte[]> logs(TestStore store) throws IOException {
        SortedMap<String, byte[]> logs = new TreeMap<>();
        if (Files.exists(store.logs())) {
            try (Stream<Path> paths = Files.walk(store.logs())) {
                for (Path path : paths.filter(Files::isRegularFile).toList()) {
                    String name = FileName.text(store.logs().relativize(path));
                    if (!isLock(name)) {
                        logs.put(name, Files.readAllBytes(path));
                    }
                }
            }
        }
        return logs;
    }

    /** Checks the reported outcome: if the operation reports success, it did everything. */
    public void requireHonest(TestStore store, Shell.Result result) throws IOException {
        String told = result.toString();
        assertThat(told).doesNotContain("internal error");
        if (result.code() == undisturbed.code() && undisturbed.code() == ExitCode.DONE) {
            assertThat(texts(store)).as(told).isEqualTo(after);
            if (!operation.is(Trait.MADE_UP)) {
                assertThat(elsewhere(store.root().getParent().getParent()))
                        .as(told)
                        .isEqualTo(elsewhere);
            }
        } else {
            assertThat(result.out() + result.err()).as("says why").isNotBlank();
        }
    }

    /** On a full disk, a run removes its staged files. A journal remains if its step was completed. */
    public void requireRoomGivenBack(TestStore store) throws IOException {
        Set<String> own = store.texts().keySet().stream()
                .filter(path -> path.startsWith(".aml-"))
                .collect(Collectors.toSet());
        if (own.stream().anyMatch(path -> path.endsWith(".decided"))) {
            // All of them will be executed.
            return;
        }
        assertThat(own).as("staged files").noneMatch(path -> path.endsWith(".new") || path.endsWith(".part"));
        assertThat(logs(store).keySet())
                .as("what was on its way")
                .noneMatch(path -> path.startsWith(".upload-") || path.endsWith(".part"));
    }

    /** Checks that temporary files of aml are gone from the store. */
    private static void requireSwept(TestStore store) throws IOException {
        assertThat(store.texts().keySet()).noneMatch(path -> path.startsWith(".aml-"));
    }

    /** Checks that each file is a complete version of the undisturbed run, and that no other file is missing. */
    public void requireWhole(TestStore store) throws IOException {
        SortedMap<String, String> now = texts(store);
        if (!operation.is(Trait.MANY_STEPS)) {
            Set<String> paths = new TreeSet<>(versions.keySet());
            paths.addAll(now.keySet());
            for (String path : paths) {
                assertThat(versions.getOrDefault(path, Set.of(NOTHING)))
                        .as(path)
                        .contains(now.getOrDefault(path, NOTHING));
            }
        }
        assertThat(StoreItems.of(store)).as("items that stay").containsAll(staying);
        requireNotes(store);
        kept.forEach((path, bytes) -> requireKept(path, bytes, store));
    }

    private static void requireNotes(TestStore store) throws IOException {
        for (Map.Entry<String, String> file : store.texts().entrySet()) {
            if (isNote(file.getKey())) {
                JsonObject.parse(ofHex(file.getValue()));
            }
        }
    }

    private static void requireKept(String path, byte[] bytes, TestStore store) {
        try {
            byte[] now = Files.readAllBytes(FileName.resolve(store.logs(), path));
            // A record is extended at its end.
            boolean isSame = path.endsWith(".jsonl")
                    ? now.length >= bytes.length && Arrays.equals(bytes, 0, bytes.length, now, 0, bytes.length)
                    : Arrays.equals(bytes, now);
            assertThat(isSame).as("the same: %s", path).isTrue();
        } catch (IOException e) {
            throw new AssertionError("stood there before: " + path, e);
        }
    }

    /** Opens the store again on a working disk: recovery completes, and no item is lost. */
    public void requireSettled(TestStore store) throws IOException {
        store.on(new LocalDisk()).pass(Duration.between(TestStore.NOW, Shell.BEGAN.plusSeconds(60)));
        if (Files.isDirectory(store.root())) {
            MemoryStore open = store.open();
            open.close();
        }
        requireWhole(store);
        requireSwept(store);
        Set<String> gone = new TreeSet<>(itemsBefore);
        gone.removeAll(StoreItems.of(store));
        if (!gone.isEmpty()) {
            gone.removeAll(StoreItems.archived(store));
        }
        if (!gone.isEmpty()) {
            gone.removeAll(inSnapshots(store));
        }
        assertThat(gone).as("items that are nowhere").isEmpty();
    }

    /** Returns the texts of all items in any snapshot. */
    private static Set<String> inSnapshots(TestStore store) throws IOException {
        Set<String> items = new HashSet<>();
        Path scratch = store.root().resolveSibling("found");
        Shell shell = new Shell(store.root().resolve("../.."), new LocalDisk());
        for (JsonObject snapshot :
                JsonObject.parse(shell.run("backup", "list", "--json").out()).objects("snapshots")) {
            Path folder = scratch.resolve(snapshot.string("id").orElseThrow());
            shell.run("backup", "restore", snapshot.string("id").orElseThrow(), "--target", folder.toString());
            Files.createDirectories(folder);
            items.addAll(StoreItems.of(TestStore.copyOf(folder, scratch.resolve("store-" + items.size()))));
        }
        Beginning.drop(scratch);
        return items;
    }

    /** Runs the same command again, which completes the work. */
    public void requireNextRunSucceeds(TestStore store) throws IOException {
        Path directory = store.root().getParent().getParent();
        Shell shell = new Shell(directory, new LocalDisk()).at(Shell.BEGAN.plusSeconds(120));
        List<ExitCode> ends = new ArrayList<>(List.of(undisturbed.code()));
        if (operation.is(Trait.NOT_AGAIN)) {
            ends.addAll(List.of(ExitCode.USAGE, ExitCode.FAILED));
            if (undisturbed.code() == ExitCode.PARTIAL) {
                // Items that could not be restored were reported by the first run, and are not retried.
                ends.add(ExitCode.DONE);
            }
        }
        Shell.Result again = shell.run(beginning.words());
        assertThat(again.code()).as(again.toString()).isIn(ends);
        assertThat(texts(store)).as("after the next run").isEqualTo(after);
        requireSwept(store);
        if (operation.is(Trait.INDEXES)) {
            assertThat(found(directory)).as("found after the next run").isEqualTo(found);
        }
        Shell.Result verified = shell.run("backup", "verify", "--all");
        assertThat(verified.code()).as(verified.toString()).isIn(ExitCode.DONE, ExitCode.USAGE, ExitCode.FAILED);
        assertThat(verified.toString()).as("verify").doesNotContainIgnoringCase("damaged", "missing");
    }
}
