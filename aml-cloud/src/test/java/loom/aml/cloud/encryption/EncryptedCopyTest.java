package loom.aml.cloud.encryption;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import loom.aml.CaseSample;
import loom.aml.TestItem;
import loom.aml.TestStore;
import loom.aml.backup.Backup;
import loom.aml.backup.copy.RepositoryCopy;
import loom.aml.backup.create.SnapshotRequest;
import loom.aml.backup.repository.Manifest;
import loom.aml.backup.repository.SnapshotName;
import loom.aml.backup.restore.FolderRestore;
import loom.aml.backup.restore.RestoreSelection;
import loom.aml.io.DamagedException;
import loom.aml.io.LocalDisk;
import loom.aml.prune.PrunePolicy;
import loom.aml.prune.Pruner;
import loom.aml.prune.ReappearedItems;
import loom.aml.run.BackupRuns;
import loom.aml.storage.BackupTarget;
import loom.aml.storage.Encryption;
import loom.aml.storage.LocalTarget;
import loom.aml.storage.ObjectReader;
import loom.aml.storage.PrivateFolder;
import loom.aml.store.Selection;
import loom.aml.store.StorePaths;
import loom.aml.store.Workers;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An encrypted copy of the backups of a store: nothing in it is legible, and damage is found and loses no more than it must. */
class EncryptedCopyTest {
    private static final Duration WAIT = Duration.ofSeconds(5);
    private static final int PLANTED = 1000;
    private static final String AGENT = "planted-agent-0815";
    private static final int CHUNK = 1 << 16;

    @TempDir
    private Path directory;

    private TestStore store;
    private Path copy;

    /** The stored name of each object, by its name. */
    private Map<String, String> names;

    @BeforeEach
    void copyStore() throws IOException {
        store = TestStore.in(directory.resolve("work"));
        copy = directory.resolve("copy");
        store.put(AGENT + "/patterns.json", planted())
                .put(
                        "reviewer/solutions.json",
                        TestItem.solution("c").with("effectiveness.worked", false),
                        TestItem.solution("d"))
                .settled();
        Files.writeString(store.root().resolve(AGENT).resolve("planted-file-4711.bin"), noise());
        store.snapshot();
        store.run(open -> new Pruner(PrunePolicy.DEFAULT, store.now()).plan(open, Selection.ALL, ReappearedItems.NONE));
        store.put("reviewer/solutions.json", TestItem.solution("d"), TestItem.solution("e"))
                .settled();
        store.snapshot();
        store.put("reviewer/solutions.json", TestItem.solution("f")).settled();
        store.snapshot(new SnapshotRequest(true, Set.of(), "", Optional.empty()));
        copy(target(copy));
        names = names();
    }

    private static TestItem[] planted() {
        return Stream.iterate(0, i -> i + 1)
                .limit(PLANTED)
                .map(i -> TestItem.pattern("p" + i).with("technique", text(i)))
                .toArray(TestItem[]::new);
    }

    /** A text that does not occur by chance. */
    private static String text(int number) {
        return "PLANTED-" + Integer.toHexString(number * 0x9e3779b1) + "-" + number;
    }

    /** A text of several chunks that does not compress away. */
    private static String noise() {
        Random random = new Random(5);
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 3 * CHUNK; i++) {
            text.append((char) (' ' + random.nextInt(90)));
        }
        return text.toString();
    }

    private static BackupTarget plain(Path memory, Path folder) {
        return new LocalTarget(new LocalDisk(), PrivateFolder.at(new LocalDisk(), memory, folder));
    }

    private BackupTarget target(Path folder) {
        return TestKeys.copy(plain(store.root(), folder), TestKeys.unlocking(TestKeys.MINE));
    }

    private RepositoryCopy copying(BackupTarget target) {
        return new RepositoryCopy(LocalTarget.beside(new LocalDisk(), store.root()), target, new Workers(2));
    }

    private void copy(BackupTarget target) throws IOException {
        assertThat(copying(target).run(WAIT).isComplete()).isTrue();
    }

    private RepositoryKey key() throws IOException {
        WrappedKeys wrapped = new WrappedKeys(plain(store.root(), copy), TestKeys.unlocking(TestKeys.MINE));
        return wrapped.unwrap(wrapped.list()).orElseThrow();
    }

    private Map<String, String> names() throws IOException {
        RepositoryKey key = key();
        Map<String, String> found = new HashMap<>();
        for (BackupTarget.Stored object : plain(store.root(), copy).list("")) {
            found.put(object.name(), key.names().name(object.name()).orElse(object.name()));
        }
        return found;
    }

    /** Returns all bytes and names in a folder. */
    private static byte[] everything(Path folder) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.toList()) {
                all.writeBytes(file.toString().getBytes(UTF_8));
                if (Files.isRegularFile(file)) {
                    all.writeBytes(Files.readAllBytes(file));
                }
            }
        }
        return all.toByteArray();
    }

    /** Returns how many of the planted texts are in some bytes. */
    private static int found(byte[] bytes) {
        String all = new String(bytes, ISO_8859_1);
        int count = 0;
        for (String planted : List.of(AGENT, "planted-file-4711", "generations", "solutions", "sha256", "repository")) {
            count += all.contains(planted) ? 1 : 0;
        }
        for (int i = 0; i < PLANTED; i++) {
            count += all.contains(text(i)) ? 1 : 0;
        }
        return count;
    }

    @Test
    void nothingPlanted_isFoundInAnEncryptedCopy_andEverythingInAPlainOne() throws IOException {
        // The frames of segments are compressed, so that the search sees their content only in what is read from the
        // plain copy.
        Path folder = directory.resolve("plain");
        copy(plain(store.root(), folder));
        Path restored = directory.resolve("restored");
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        content.writeBytes(everything(folder));
        try (Backup backup = Backup.at(beside(), plain(store.root(), folder), new SplittableRandom(1))) {
            Manifest newest = backup.repository().newest(_ -> true).orElseThrow();
            new FolderRestore(new LocalDisk(), backup.repository(), 1)
                    .restore(newest, RestoreSelection.EVERYTHING, restored);
        }
        content.writeBytes(everything(restored));

        assertThat(found(content.toByteArray())).isGreaterThanOrEqualTo(PLANTED + 5);
        assertThat(found(everything(copy))).isZero();
    }

    private StorePaths beside() throws IOException {
        try (Backup backup = store.backups()) {
            return backup.store();
        }
    }

    /** The ways to damage an object. */
    private enum Damage {
        REMOVED,
        FLIPPED,
        CUT_AT_A_CHUNK,
        EXCHANGED
    }

    private record Case(String stored, Damage damage) {}

    @Test
    void damageToAnyObject_isFound_andLosesNothingElse() throws IOException {
        List<Case> cases = new ArrayList<>();
        for (String stored : names.keySet().stream().sorted().toList()) {
            for (Damage damage : Damage.values()) {
                cases.add(new Case(stored, damage));
            }
        }
        assertThat(cases).hasSizeGreaterThan(30);
        for (Case one : CaseSample.oneOf(4, cases)) {
            Path damaged = directory.resolve("damaged-" + cases.indexOf(one));
            copyFolder(copy, damaged);
            apply(one, damaged);
            String as = one.damage() + " " + names.get(one.stored()) + ", -Daml.seed=" + CaseSample.SEED;
            requireFound(one, damaged, as);
            requireRest(one, damaged, as);
        }
    }

    private static void copyFolder(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(from.relativize(file).toString()), StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
    }

    private void apply(Case one, Path folder) throws IOException {
        Path file = folder.resolve(one.stored());
        byte[] bytes = Files.readAllBytes(file);
        switch (one.damage()) {
            case REMOVED -> Files.delete(file);
            case FLIPPED -> {
                int at = new Random(CaseSample.SEED + one.stored().hashCode()).nextInt(bytes.length);
                bytes[at] ^= 4;
                Files.write(file, bytes);
            }
            case CUT_AT_A_CHUNK -> {
                int chunks = (bytes.length - 1 - SealedReader.HEADER) / (CHUNK + SealedReader.TAG);
                Files.write(file, Arrays.copyOf(bytes, SealedReader.HEADER + chunks * (CHUNK + SealedReader.TAG)));
            }
            case EXCHANGED -> {
                String other = names.keySet().stream()
                        .sorted()
                        .filter(name -> !name.equals(one.stored()) && !name.startsWith("keys/"))
                        .findFirst()
                        .orElseThrow();
                Files.write(file, Files.readAllBytes(folder.resolve(other)));
            }
        }
    }

    /** A snapshot or a record that is missing as a whole leaves no trace in a copy; the next copy notices it. */
    private void requireFound(Case one, Path folder, String as) throws IOException {
        boolean isFound;
        try (Backup backup = Backup.at(beside(), target(folder), new SplittableRandom(1))) {
            isFound =
                    !new BackupRuns(backup, new SplittableRandom(1)).verifyAll().isSound();
        } catch (IOException e) {
            isFound = true;
        }
        if (!isFound && one.damage() == Damage.REMOVED) {
            isFound = copying(target(folder)).plan().objects().stream()
                    .anyMatch(object -> object.name().equals(names.get(one.stored())));
        }
        assertThat(isFound).as(as).isTrue();
    }

    private void requireRest(Case one, Path folder, String as) throws IOException {
        if (one.stored().startsWith("keys/")) {
            return;
        }
        String damaged = names.getOrDefault(one.stored(), one.stored());
        try (Backup whole = store.backups();
                Backup backup = Backup.at(whole.store(), target(folder), new SplittableRandom(1))) {
            for (SnapshotName name : whole.repository().snapshots()) {
                if (name.object().equals(damaged)) {
                    continue;
                }
                Manifest manifest = backup.repository().read(name);
                boolean isHit = manifest.segments().stream().anyMatch(damaged::contains);
                Path expected = directory.resolve("expected-" + name.id());
                if (!Files.exists(expected)) {
                    new FolderRestore(new LocalDisk(), whole.repository(), 1)
                            .restore(manifest, RestoreSelection.EVERYTHING, expected);
                }
                Path restored = folder.resolveSibling(folder.getFileName() + "-" + name.id());
                FolderRestore.Result result = new FolderRestore(new LocalDisk(), backup.repository(), 1)
                        .restore(manifest, RestoreSelection.EVERYTHING, restored);
                if (!isHit) {
                    assertThat(result.findings()).as(as).isEmpty();
                    assertThat(files(restored)).as(as).isEqualTo(files(expected));
                }
            }
        } catch (DamagedException e) {
            throw new AssertionError(as, e);
        }
    }

    /** The result of a program. */
    private record Ran(int code, String output) {}

    private Ran run(String... command) throws Exception {
        Path output = directory.resolve("output");
        Process process = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
        return new Ran(process.exitValue(), Files.readString(output));
    }

    private Path keyFile(String name, Encryption.UserKey key) throws IOException {
        return Files.writeString(directory.resolve(name), "# a comment\n" + key.identity() + "\n");
    }

    private static boolean isAgeThere() {
        return isThere("age");
    }

    private static boolean isThere(String program) {
        return Stream.of(System.getenv("PATH").split(":"))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }

    @Test
    void ageProgram_decryptsKeysAndObjects() throws Exception {
        assumeTrue(isAgeThere(), "the program age is not on the PATH");
        Path mine = keyFile("my.key", TestKeys.MINE);
        String wrapped = TestKeys.wrappedIn(copy).toString();

        Ran key = run("age", "-d", "-i", mine.toString(), "-o", "repository.key", wrapped);
        assertThat(key.code()).as(key.output()).isZero();
        for (Map.Entry<String, String> name : names.entrySet()) {
            if (!name.getKey().startsWith("keys/")) {
                Files.deleteIfExists(directory.resolve("object"));
                String file = copy.resolve(name.getKey()).toString();
                Ran object = run("age", "-d", "-i", "repository.key", "-o", "object", file);
                assertThat(object.code()).as(object.output()).isZero();
                byte[] expected = Files.readAllBytes(store.logs().resolve(name.getValue()));
                assertThat(Arrays.copyOf(Files.readAllBytes(directory.resolve("object")), expected.length))
                        .isEqualTo(expected);
            }
        }
    }

    @Test
    void decryptByHand_makesAPlainCopy() throws Exception {
        assumeTrue(isAgeThere(), "the program age is not on the PATH");
        String odd = "archives/r/caf\u00e9 \"x\"\n%s\\\udcff.original";
        try (BackupTarget.Upload upload = target(copy).upload(odd)) {
            upload.write(new byte[] {1, 2, 3}, 0, 3);
            upload.publish(odd);
        }
        String script = Path.of("..", "docs", "decrypt.sh").toRealPath().toString();
        String mine = keyFile("my.key", TestKeys.MINE).toString();
        String other = keyFile("other.key", TestKeys.OTHER).toString();
        Path decrypted = directory.resolve("decrypted");

        Ran ran = run("sh", script, mine, copy.toString(), decrypted.toString());

        assertThat(ran.code()).as(ran.output()).isZero();
        BackupTarget plain = plain(store.root(), decrypted);
        assertThat(plain.list("")).isEqualTo(target(copy).list(""));
        for (BackupTarget.Stored object : plain.list("archives/")) {
            try (ObjectReader one = plain.open(object.name());
                    ObjectReader same = target(copy).open(object.name())) {
                assertThat(one.stream().readAllBytes()).isEqualTo(same.stream().readAllBytes());
            }
        }
        try (Backup backup = Backup.at(beside(), plain, new SplittableRandom(1))) {
            assertThat(new BackupRuns(backup, new SplittableRandom(1))
                            .verifyAll()
                            .findings())
                    .isEmpty();
        }
        assertThat(run("sh", script, mine, copy.toString(), decrypted.toString())
                        .output())
                .contains("already exists");
        Ran refused = run("sh", script, other, copy.toString(), decrypted + "-2");
        assertThat(refused.code()).isEqualTo(1);
        assertThat(refused.output()).contains("are damaged, or need another key");
        assertThat(run("sh", script, mine, store.logs().toString(), decrypted + "-3")
                        .output())
                .contains("is not an encrypted copy");
    }

    /** Somebody else may have written the copy. */
    @ParameterizedTest
    @ValueSource(strings = {"bash", "dash"})
    void decryptByHand_executesNothingOfTheCopy_andStaysInItsFolder(String shell) throws Exception {
        assumeTrue(isAgeThere(), "the program age is not on the PATH");
        assumeTrue(isThere(shell), shell + " is not on the PATH");
        RepositoryKey key = key();
        plant(key, "good[$(touch " + directory.resolve("PWNED") + ")]", "a");
        plantRaw(key, "name01234\\055", "00003b");
        plantRaw(key, "length$(touch PWNED)", "0name");
        plantRaw(key, "../../outside00013", "c");
        plantRaw(key, "\\056./outside00013", "d");
        plantRaw(key, "/outside00008", "e");
        plantRaw(key, "%s%n00004", "f");
        Files.createDirectories(copy.resolve("keys/1/" + "a".repeat(32)));
        Path planted = copy.resolve("keys/1/" + "a".repeat(32) + "/garbage.age");
        Path garbage = Files.writeString(directory.resolve("garbage"), "garbage\nAGE-PLUGIN-DEMO-1QQQ\n");
        assertThat(run("age", "-r", TestKeys.MINE.recipient(), "-o", planted.toString(), garbage.toString())
                        .code())
                .isZero();
        Path linked = Files.createSymbolicLink(directory.resolve("linked[1]"), copy);
        String script = Path.of("..", "docs", "decrypt.sh").toRealPath().toString();
        Path decrypted = directory.resolve("decrypted-" + shell);

        Ran ran = run(
                shell, script, keyFile("my.key", TestKeys.MINE).toString(), linked.toString(), decrypted.toString());

        assertThat(ran.code()).as(ran.output()).isEqualTo(1);
        assertThat(ran.output())
                .contains("using the key " + key.fingerprint(), "6 objects are damaged")
                .doesNotContain("plugin");
        try (Stream<Path> all = Files.walk(directory)) {
            assertThat(all.map(path -> path.getFileName().toString()))
                    .doesNotContain("PWNED")
                    .noneMatch(name -> name.equals("outside"));
        }
        List<String> expected = target(copy).list("").stream()
                .filter(BackupTarget.Stored::isObject)
                .map(BackupTarget.Stored::name)
                .toList();
        assertThat(plain(store.root(), decrypted).list(""))
                .extracting(BackupTarget.Stored::name)
                .containsAll(expected);
    }

    private void plant(RepositoryKey key, String name, String content) throws IOException {
        plantRaw(key, content + new String(Trailer.of(name), UTF_8), "");
    }

    /** Stores an object whose plain text somebody else chose. */
    private void plantRaw(RepositoryKey key, String text, String more) throws IOException {
        String stored = "ff" + Math.abs(text.hashCode()) + ".age";
        try (BackupTarget.Upload upload = plain(store.root(), copy).upload(stored)) {
            try (WritableByteChannel out = SealedUpload.encrypting(upload, List.of(key.writer()))) {
                out.write(ByteBuffer.wrap((text + more).getBytes(UTF_8)));
            }
            upload.publish(stored);
        }
    }

    @Test
    void decryptByHand_withNothingToDecrypt_fails() throws Exception {
        assumeTrue(isAgeThere(), "the program age is not on the PATH");
        Path empty = Files.createDirectories(directory.resolve("empty/keys")).getParent();
        String script = Path.of("..", "docs", "decrypt.sh").toRealPath().toString();
        Path decrypted = directory.resolve("decrypted-nothing");

        Ran ran =
                run("sh", script, keyFile("my.key", TestKeys.MINE).toString(), empty.toString(), decrypted.toString());

        assertThat(ran.code()).isEqualTo(1);
        assertThat(ran.output()).contains("the copy is incomplete");
        assertThat(decrypted).doesNotExist();
    }

    private static Map<String, String> files(Path folder) throws IOException {
        Map<String, String> found = new HashMap<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                found.put(folder.relativize(file).toString(), Files.readString(file));
            }
        }
        return found;
    }
}
