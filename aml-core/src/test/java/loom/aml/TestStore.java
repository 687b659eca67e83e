package loom.aml;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import loom.aml.backup.Backup;
import loom.aml.backup.Snapshots;
import loom.aml.backup.create.Snapshot;
import loom.aml.backup.create.SnapshotRequest;
import loom.aml.backup.restore.FolderRestore;
import loom.aml.backup.restore.RestoreSelection;
import loom.aml.io.Disk;
import loom.aml.io.FileName;
import loom.aml.io.LocalDisk;
import loom.aml.json.JsonObject;
import loom.aml.migrate.SchemaMigrations;
import loom.aml.run.Execution;
import loom.aml.run.History;
import loom.aml.run.Report;
import loom.aml.run.Undo;
import loom.aml.storage.LocalTarget;
import loom.aml.store.MemoryStore;
import loom.aml.store.Plan;
import loom.aml.store.StoreOptions;
import loom.aml.store.StorePaths;
import loom.aml.store.kind.StoreKinds;
import loom.aml.store.log.RunRecord;

/** A store in the directory of a test, with its own clock and the operations that tests share. */
public final class TestStore {

    /** The initial time of the clock. Each run takes one second. */
    public static final Instant NOW = Instant.parse("2026-11-23T08:00:00Z");

    private final Path directory;
    private final Path root;
    private final RandomGenerator random = new Random(20_261_123);
    private Instant now = NOW;
    private int restores;
    private Disk disk = new LocalDisk();
    private StoreOptions options =
            StoreOptions.DEFAULT.withLockWait(Duration.ofMillis(200)).withTransformations(new SchemaMigrations());

    private TestStore(Path directory, Path root) {
        this.directory = directory;
        this.root = root;
    }

    /** An empty store in {@code directory/.loom/memory}. */
    public static TestStore in(Path directory) {
        return new TestStore(directory, made(directory.resolve(".loom").resolve("memory")));
    }

    /** A copy of a store, with the times of its files. */
    public static TestStore copyOf(Path store, Path directory) throws IOException {
        TestStore copy = in(directory);
        try (Stream<Path> files = Files.walk(store)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path target = copy.root.resolve(store.relativize(file));
                made(target.getParent());
                Files.write(target, Files.readAllBytes(file));
                Files.setLastModifiedTime(target, Files.getLastModifiedTime(file));
            }
        }
        return copy;
    }

    private static Path made(Path directory) {
        try {
            return Files.createDirectories(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Uses another disk from now on: one that fails, say. */
    public TestStore on(Disk other) {
        disk = other;
        return this;
    }

    public TestStore with(StoreOptions other) {
        options = other;
        return this;
    }

    public Path root() {
        return root;
    }

    /** Where runs on this store are recorded. */
    public Path logs() {
        return root.resolveSibling("memory-backup").resolve("aml");
    }

    public Instant now() {
        return now;
    }

    /** Lets time pass. */
    public void pass(Duration time) {
        now = now.plus(time);
    }

    public MemoryStore open() throws IOException {
        return StoreKinds.open(disk, root, options.withClock(() -> now));
    }

    public MemoryStore openReadOnly() throws IOException {
        return StoreKinds.openReadOnly(disk, root, options.withClock(() -> now));
    }

    /** Makes a plan for an open store. */
    @FunctionalInterface
    public interface Planner<P extends Plan> {
        P plan(MemoryStore store) throws IOException;
    }

    /** Plans on a store that is opened read-only. */
    public <P extends Plan> P plan(Planner<P> planner) throws IOException {
        try (MemoryStore store = openReadOnly()) {
            return planner.plan(store);
        }
    }

    /** Plans and executes. */
    public Report run(Planner<?> planner) throws IOException {
        return run(planner, Execution.Options.DEFAULT);
    }

    public Report run(Planner<?> planner, Execution.Options how) throws IOException {
        try (MemoryStore store = open()) {
            Report report = execution(store).execute(planner.plan(store), how);
            pass(Duration.ofSeconds(1));
            return report;
        }
    }

    public Execution execution(MemoryStore store) {
        return new Execution(store, random);
    }

    /** The backups beside the store; to be closed. */
    public Backup backups() throws IOException {
        StorePaths place = StorePaths.of(disk, root, options.withClock(() -> now));
        return Backup.at(place, LocalTarget.beside(disk, place.root()), random, _ -> {});
    }

    /** Makes a snapshot. */
    public Snapshot snapshot(SnapshotRequest request) throws IOException {
        try (Backup backup = backups()) {
            Snapshot snapshot = backup.create(request);
            pass(Duration.ofSeconds(1));
            return snapshot;
        }
    }

    public Snapshot snapshot() throws IOException {
        return snapshot(SnapshotRequest.DEFAULT);
    }

    /** A new folder in which all that a snapshot holds was restored, without a finding. */
    public Path restored(String snapshot) throws IOException {
        Path folder = directory.resolve("restored-" + snapshot + "-" + restores++);
        FolderRestore.Result result = restore(snapshot, folder);
        if (!result.findings().isEmpty()) {
            throw new AssertionError(result.findings());
        }
        return folder;
    }

    /** Restores all that a snapshot holds into a folder. */
    public FolderRestore.Result restore(String snapshot, Path folder) throws IOException {
        try (Backup backup = backups()) {
            return new FolderRestore(disk, backup.repository(), options.threads())
                    .restore(new Snapshots(backup.repository()).byId(snapshot), RestoreSelection.EVERYTHING, folder);
        }
    }

    /** Takes a run back. */
    public Report undo(String run) throws IOException {
        return run(store -> Undo.plan(store, record(run)));
    }

    /** All runs, the newest first. */
    public List<RunRecord> history() throws IOException {
        try (MemoryStore store = openReadOnly()) {
            return new History(store).runs();
        }
    }

    /** The file that holds the record of a run. */
    public Path recordOf(String run) throws IOException {
        try (Stream<Path> records = Files.list(logs().resolve("runs"))) {
            return records.filter(file -> file.getFileName().toString().startsWith(run + "."))
                    .findFirst()
                    .orElseThrow();
        }
    }

    public RunRecord record(String run) throws IOException {
        return history().stream().filter(r -> r.run().equals(run)).findFirst().orElseThrow();
    }

    public TestStore put(String path, byte[] bytes) throws IOException {
        Path file = FileName.resolve(root, path);
        made(file.getParent());
        Files.write(file, bytes);
        return this;
    }

    public TestStore put(String path, String text) throws IOException {
        return put(path, text.getBytes(UTF_8));
    }

    public TestStore put(String path, TestItem... items) throws IOException {
        return put(path, TestItem.collection(items));
    }

    public TestStore putGzip(String path, TestItem... items) throws IOException {
        return put(path, gzip(TestItem.collection(items)));
    }

    public static byte[] gzip(String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(text.getBytes(UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** Writes a file as the runtime does: under another name first, then by rename. */
    public TestStore rewrite(String path, String text) throws IOException {
        return rewrite(path, text.getBytes(UTF_8));
    }

    public TestStore rewrite(String path, byte[] bytes) throws IOException {
        put(path + ".tmp", bytes);
        Files.move(root.resolve(path + ".tmp"), root.resolve(path), StandardCopyOption.ATOMIC_MOVE);
        return this;
    }

    /** Makes a file as old as this. */
    public TestStore age(String path, Duration age) throws IOException {
        Files.setLastModifiedTime(root.resolve(path), FileTime.from(now.minus(age)));
        return this;
    }

    /** Waits until the next change gets a later change time than the last one. */
    public static void passTick() {
        try {
            Thread.sleep(40);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Sets the time of modification of a file. */
    public TestStore dated(String path, Instant time) throws IOException {
        Files.setLastModifiedTime(root.resolve(path), FileTime.from(time));
        return this;
    }

    /** Makes all collections two hours old, so that none may be a write in progress. */
    public TestStore settled() throws IOException {
        for (String path : collections()) {
            age(path, Duration.ofHours(2));
        }
        return this;
    }

    public boolean has(String path) {
        return Files.exists(FileName.resolve(root, path), LinkOption.NOFOLLOW_LINKS);
    }

    public byte[] bytes(String path) throws IOException {
        return Files.readAllBytes(FileName.resolve(root, path));
    }

    public long size(String path) throws IOException {
        return Files.size(root.resolve(path));
    }

    public boolean isGzip(String path) throws IOException {
        byte[] bytes = bytes(path);
        return bytes.length > 1 && (bytes[0] & 0xff) == 0x1f && (bytes[1] & 0xff) == 0x8b;
    }

    /** The text of a file, decompressed if need be. */
    public String text(String path) throws IOException {
        return textOf(bytes(path));
    }

    public static String textOf(byte[] bytes) throws IOException {
        if (bytes.length < 2 || (bytes[0] & 0xff) != 0x1f || (bytes[1] & 0xff) != 0x8b) {
            return new String(bytes, UTF_8);
        }
        try (GZIPInputStream gzip = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
            return new String(gzip.readAllBytes(), UTF_8);
        }
    }

    /** The items of a collection, parsed by a library that is not ours. */
    public List<JsonObject> items(String path) throws IOException {
        return JsonObject.parse("{\"items\":" + text(path) + "}").objects("items");
    }

    public List<String> ids(String path) throws IOException {
        return items(path).stream().map(item -> item.string("id").orElse("-")).toList();
    }

    /** The collections of the store, by path. */
    public List<String> collections() throws IOException {
        try (MemoryStore store = openReadOnly()) {
            return store.list().collections().keySet().stream()
                    .map(file -> file.path())
                    .toList();
        }
    }

    /** Returns the whole directory of the test, including files beside the store: names, types, times, modes and content. */
    public SortedMap<String, String> everything() throws IOException {
        return tree(directory);
    }

    /** Returns everything that other programs see in the store, without the permanent lock file of aml. */
    public SortedMap<String, String> memory() throws IOException {
        SortedMap<String, String> tree = tree(root);
        tree.keySet().removeIf(path -> path.isEmpty() || path.equals(".aml-lock"));
        return tree;
    }

    private static SortedMap<String, String> tree(Path top) throws IOException {
        SortedMap<String, String> tree = new TreeMap<>();
        try (Stream<Path> paths = Files.walk(top)) {
            for (Path path : paths.toList()) {
                tree.put(FileName.text(top.relativize(path)), look(path));
            }
        }
        return tree;
    }

    /** One file's line in {@link #memory}: type, mode, time and content. */
    public String look(String path) throws IOException {
        return look(root.resolve(path));
    }

    private static String look(Path path) throws IOException {
        String content = Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS) ? sha256(Files.readAllBytes(path)) : "-";
        return Files.readAttributes(path, "unix:mode,lastModifiedTime", LinkOption.NOFOLLOW_LINKS) + " " + content;
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The bytes of all files of the store, by path; texts where they are compressed, since compression has no one result. */
    public SortedMap<String, String> texts() throws IOException {
        SortedMap<String, String> texts = new TreeMap<>();
        try (Stream<Path> paths = Files.walk(root)) {
            for (Path path : paths.filter(Files::isRegularFile).toList()) {
                String name = FileName.text(root.relativize(path));
                if (!name.equals(".aml-lock")) {
                    byte[] bytes = Files.readAllBytes(path);
                    texts.put(
                            name,
                            isWhole(bytes)
                                    ? "gzip " + textOf(bytes)
                                    : HexFormat.of().formatHex(bytes));
                }
            }
        }
        return texts;
    }

    private static boolean isWhole(byte[] bytes) {
        if (bytes.length < 2 || (bytes[0] & 0xff) != 0x1f || (bytes[1] & 0xff) != 0x8b) {
            return false;
        }
        try {
            textOf(bytes);
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
