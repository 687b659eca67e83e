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
import loom.aml.store.loom.FileMemoryStore;

/**
 * What must hold of a store after an operation in which something went wrong, known from the store before and from what the same
 * operation does undisturbed.
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

    /** Finds out what the operation does, in a copy of the store. */
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
                && store.everything().keySet().stream()
                        .allMatch(path -> namesBefore.contains(path) || path.endsWith("-lock"));
        assertThat(isNothing).as("%s changes nothing", operation).isFalse();
        this.found = operation.is(Trait.INDEXES) ? found(scratch) : List.of();
        Beginning.drop(scratch);
    }

    /** The ids of what is found in a store, in their order, asked for in more than one way. */
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
                // An id that a run drew is another each time, and so is its place among hits that are as good.
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

    /** What the command writes that is neither in the store nor beside it. */
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

    /** What the undisturbed operation says. */
    public Shell.Result undisturbed() {
        return undisturbed;
    }

    /** The calls that the undisturbed operation makes. */
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

    /** What the store holds, but for what is ours for a while only, with the times of now made one. */
    private static SortedMap<String, String> texts(TestStore store) throws IOException {
        SortedMap<String, String> texts = new TreeMap<>();
        store.texts().forEach((path, text) -> {
            if (!path.startsWith(".aml-") && !isNote(path)) {
                texts.put(path, Now.masked(text.startsWith("gzip ") ? text : ofHex(text)));
            }
        });
        return texts;
    }

    /** Written for people, about what was seen at the time: there may be any number of versions. */
    private static boolean isNote(String path) {
        return path.startsWith("monitoring/") || path.equals("config/schema_version.json");
    }

    private static String ofHex(String hex) {
        return new String(HexFormat.of().parseHex(hex), UTF_8);
    }

    /** What lies beside the store of the time before: no command may touch that, but for removing it. */
    private static SortedMap<String, byte[]> logs(TestStore store) throws IOException {
        SortedMap<String, byte[]> logs = new TreeMap<>();
        if (Files.exists(store.logs())) {
            try (Stream<Path> paths = Files.walk(store.logs())) {
                for (Path path : paths.filter(Files::isRegularFile).toList()) {
                    logs.put(FileName.text(store.logs().relativize(path)), Files.readAllBytes(path));
                }
            }
        }
        return logs;
    }

    /** What the operation says of itself is so: if it says that all was done, all was. */
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

    /** Whoever finds that there is no room takes away what he staged. A journal stays where the step was made that it tells of. */
    public void requireRoomGivenBack(TestStore store) throws IOException {
        Set<String> own = store.texts().keySet().stream()
                .filter(path -> path.startsWith(".aml-"))
                .collect(Collectors.toSet());
        if (own.stream().anyMatch(path -> path.endsWith(".decided"))) {
            // All of them are going to be made, whatever comes.
            return;
        }
        assertThat(own).as("staged files").noneMatch(path -> path.endsWith(".new") || path.endsWith(".part"));
        assertThat(logs(store).keySet())
                .as("what was on its way")
                .noneMatch(path -> path.startsWith(".upload-") || path.endsWith(".part"));
    }

    /** Nothing of ours is left in the store. */
    private static void requireSwept(TestStore store) throws IOException {
        assertThat(store.texts().keySet()).noneMatch(path -> path.startsWith(".aml-"));
    }

    /** Each file is one of the versions that it has in an undisturbed run, and whole; what stays stands there. */
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
            // A record goes on being written, at its end.
            boolean isSame = path.endsWith(".jsonl")
                    ? now.length >= bytes.length && Arrays.equals(bytes, 0, bytes.length, now, 0, bytes.length)
                    : Arrays.equals(bytes, now);
            assertThat(isSame).as("the same: %s", path).isTrue();
        } catch (IOException e) {
            throw new AssertionError("stood there before: " + path, e);
        }
    }

    /** Opens the store again on a sound disk: what was begun is settled, and nothing is lost. */
    public void requireSettled(TestStore store) throws IOException {
        store.on(new LocalDisk()).pass(Duration.between(TestStore.NOW, Shell.BEGAN.plusSeconds(60)));
        if (Files.isDirectory(store.root())) {
            FileMemoryStore open = store.open();
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

    /** The texts of all items in any snapshot. */
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

    /** The same command again does what was left to do. */
    public void requireNextRunSucceeds(TestStore store) throws IOException {
        Path directory = store.root().getParent().getParent();
        Shell shell = new Shell(directory, new LocalDisk()).at(Shell.BEGAN.plusSeconds(120));
        List<ExitCode> ends = new ArrayList<>(List.of(undisturbed.code()));
        if (operation.is(Trait.NOT_AGAIN)) {
            ends.addAll(List.of(ExitCode.USAGE, ExitCode.FAILED));
            if (undisturbed.code() == ExitCode.PARTIAL) {
                // Items that could not be put back were reported by the first run; one that does the rest does not try
                // them.
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
