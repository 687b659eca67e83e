package loom.aml.cloud.encryption;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Stream;
import loom.aml.CaseSample;
import loom.aml.io.DamagedException;
import loom.aml.io.Disk;
import loom.aml.io.FaultyDisk;
import loom.aml.io.FaultyDisk.Fault;
import loom.aml.io.LocalDisk;
import loom.aml.storage.BackupTarget;
import loom.aml.storage.DerivedFolder;
import loom.aml.storage.EncryptedTarget;
import loom.aml.storage.Encryption;
import loom.aml.storage.Lease;
import loom.aml.storage.LeaseTerms;
import loom.aml.storage.LocalTarget;
import loom.aml.storage.ObjectReader;
import loom.aml.storage.PrivateFolder;
import loom.aml.storage.Unlocking;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Readers are added and removed, and keys are replaced, without losing an object. */
class KeyRotationTest {
    private static final Map<String, byte[]> OBJECTS = objects();
    private static final Unlocking MINE = TestKeys.unlocking(TestKeys.MINE);
    private static final Unlocking OTHER = TestKeys.unlocking(TestKeys.OTHER);

    @TempDir
    private Path directory;

    private Path folder;

    private static Map<String, byte[]> objects() {
        Map<String, byte[]> made = new TreeMap<>();
        String longName = "archives/r/" + "x/".repeat(200) + "y.original";
        for (String name : List.of("repository.json", "generations/g/segments/s", "runs/r.jsonl", longName)) {
            byte[] bytes = new byte[name.endsWith("/s") ? 100_000 : 500];
            new Random(name.length()).nextBytes(bytes);
            made.put(name, bytes);
        }
        return made;
    }

    @BeforeEach
    void fill() throws IOException {
        folder = directory.resolve("copy");
        begin(folder);
    }

    private void begin(Path at) throws IOException {
        BackupTarget copy = TestKeys.copy(stored(new LocalDisk(), at), MINE, TestKeys.OTHER.recipient());
        for (Map.Entry<String, byte[]> object : OBJECTS.entrySet()) {
            put(copy, object.getKey(), object.getValue());
        }
    }

    private BackupTarget stored(Disk disk, Path at) {
        return new LocalTarget(disk, PrivateFolder.at(disk, directory.resolve("memory"), at));
    }

    private EncryptedTarget target(Unlocking unlocking) {
        return TestKeys.AGE.open(stored(new LocalDisk(), folder), unlocking);
    }

    private static void put(BackupTarget target, String name, byte[] bytes) throws IOException {
        try (BackupTarget.Upload upload = target.upload(name)) {
            upload.write(bytes, 0, bytes.length);
            upload.publish(name);
        }
    }

    private static byte[] get(BackupTarget target, String name) throws IOException {
        try (ObjectReader in = target.open(name)) {
            return in.stream().readAllBytes();
        }
    }

    private static void requireObjects(BackupTarget target, String as) throws IOException {
        assertThat(target.list(""))
                .as(as)
                .containsExactlyElementsOf(OBJECTS.entrySet().stream()
                        .map(object -> new BackupTarget.Stored(object.getKey(), object.getValue().length))
                        .toList());
        for (Map.Entry<String, byte[]> object : OBJECTS.entrySet()) {
            assertThat(get(target, object.getKey()))
                    .as("%s: %s", as, object.getKey())
                    .isEqualTo(object.getValue());
        }
    }

    private static List<String> rotate(EncryptedTarget target) throws IOException {
        try (Lease lease = target.lease(BackupTarget.WRITER, LeaseTerms.of("test", Duration.ofSeconds(5)))) {
            EncryptedTarget.Rotation rotation = target.rotate();
            for (BackupTarget.Stored object : rotation.left()) {
                lease.requireHeld();
                rotation.reencrypt(object);
            }
            return rotation.finish();
        }
    }

    private RepositoryKey keyOf(int epoch) throws IOException {
        WrappedKeys wrapped = new WrappedKeys(stored(new LocalDisk(), folder), MINE);
        return wrapped.unwrap(wrapped.list().stream()
                        .filter(one -> one.epoch() == epoch)
                        .toList())
                .orElseThrow();
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> !file.getFileName().toString().startsWith("."))
                    .sorted()
                    .toList();
        }
    }

    @Test
    void readers_areAddedAndRemoved() throws IOException {
        Encryption.UserKey third = TestKeys.AGE.generate();
        assertThatThrownBy(() -> target(TestKeys.unlocking(third)).list(""))
                .hasMessageContaining("no key here opens it");

        assertThat(target(OTHER).add(third.recipient())).isTrue();
        assertThat(target(OTHER).add(third.recipient())).isFalse();
        requireObjects(target(TestKeys.unlocking(third)), "added");
        assertThat(target(MINE).remove(TestKeys.OTHER.recipient())).isTrue();
        assertThat(target(MINE).remove(TestKeys.OTHER.recipient())).isFalse();
        assertThatThrownBy(() -> target(OTHER).list("")).hasMessageContaining("no key here opens it");
        assertThat(target(MINE).remove(TestKeys.MINE.recipient())).isTrue();
        assertThatThrownBy(() -> target(TestKeys.unlocking(third)).remove(third.recipient()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("is the last reader");
        requireObjects(target(TestKeys.unlocking(third)), "last");
        assertThat(target(TestKeys.unlocking(third)).readers()).isEqualTo(Map.of(1, Set.of(third.recipient())));
    }

    @Test
    void passphrase_isAReader_alsoAfterRotation() throws IOException {
        Unlocking both = TestKeys.withPassphrase("correct horse", TestKeys.MINE);
        assertThatThrownBy(() -> target(MINE).add(Encryption.PASSPHRASE))
                .hasMessageContaining("backup.passphrase_file");
        target(both).add(Encryption.PASSPHRASE);
        requireObjects(target(TestKeys.withPassphrase("correct horse")), "passphrase");
        assertThatThrownBy(
                        () -> target(TestKeys.withPassphrase("correct house")).list(""))
                .hasMessageContaining("or the passphrase is wrong");
        List<Path> before = files();

        assertThatThrownBy(() -> rotate(target(MINE))).hasMessageContaining("passphrase");
        assertThatThrownBy(() -> rotate(target(TestKeys.withPassphrase("another", TestKeys.MINE))))
                .hasMessageContaining("the passphrase is wrong");
        assertThat(files()).as("nothing has changed").isEqualTo(before);

        assertThat(rotate(target(both))).isEmpty();
        requireObjects(target(TestKeys.withPassphrase("correct horse")), "rotated");
    }

    /** Who can only write to the target lists himself as a reader, and hopes that the next key is wrapped for him. */
    @Test
    void readerThatNobodyWithTheKeyAdded_getsNoKey() throws IOException {
        Encryption.UserKey intruder = TestKeys.AGE.generate();
        RepositoryKey key = keyOf(1);
        String sealed = WrappedKeys.nameOf(key, intruder.recipient());
        put(
                stored(new LocalDisk(), folder),
                sealed.replaceAll("-[0-9a-f]+[.]age$", "-" + "0".repeat(32) + ".age"),
                new byte[10]);

        requireObjects(target(MINE), "with an intruder");
        assertThat(rotate(target(MINE))).isEmpty();

        assertThat(target(MINE).readers())
                .isEqualTo(Map.of(2, Set.of(TestKeys.MINE.recipient(), TestKeys.OTHER.recipient())));
        assertThat(files()).noneMatch(file -> file.toString().contains(intruder.recipient()));
    }

    @Test
    void anotherKeyThanBefore_isRefused_untilItIsAccepted() throws IOException {
        DerivedFolder memory = new DerivedFolder(new LocalDisk(), directory.resolve("memory"), "copies");
        Unlocking knowing = TestKeys.cached(memory);
        put(target(knowing), "runs/r2.jsonl", new byte[1]);
        assertThat(rotate(target(knowing)))
                .as("one that rotates knows the new key")
                .isEmpty();
        assertThat(target(knowing).list("")).hasSize(OBJECTS.size() + 1);

        // As by somebody who can write to the target and knows the recipients: his key, wrapped for them.
        RepositoryKey intruder = RepositoryKey.of(3, Identity.generate());
        new WrappedKeys(stored(new LocalDisk(), folder), MINE).wrap(intruder, TestKeys.MINE.recipient(), true);
        assertThatThrownBy(() -> put(target(knowing), "runs/r3.jsonl", new byte[1]))
                .hasMessageContaining("has another key than before")
                .hasMessageContaining("aml backup key accept");
        assertThatThrownBy(() -> target(knowing).list("")).hasMessageContaining("has another key than before");

        assertThat(target(knowing).accept()).isTrue();
        assertThat(target(knowing).accept()).isFalse();
        put(target(knowing), "runs/r3.jsonl", new byte[1]);
        assertThat(target(MINE).open("runs/r3.jsonl").size()).isEqualTo(1);
    }

    @Test
    void rotation_replacesTheKeyOfEachObject() throws IOException {
        RepositoryKey old = keyOf(1);

        assertThat(rotate(target(MINE))).isEmpty();

        requireObjects(target(MINE), "mine");
        requireObjects(target(OTHER), "other");
        requireOnlyNewKey(old);
        assertThat(target(MINE).readers())
                .isEqualTo(Map.of(2, Set.of(TestKeys.MINE.recipient(), TestKeys.OTHER.recipient())));
    }

    private void requireOnlyNewKey(RepositoryKey old) throws IOException {
        assertThat(files()).hasSize(OBJECTS.size() + 2);
        for (Path file : files()) {
            String name = folder.relativize(file).toString();
            if (!name.startsWith("keys/")) {
                assertThat(old.names().name(name)).isEmpty();
                assertThatThrownBy(() ->
                                new SealedReader(stored(new LocalDisk(), folder).open(name), name, old))
                        .isInstanceOf(DamagedException.class);
            }
        }
    }

    @Test
    void damagedObject_staysWithItsKey() throws IOException {
        Path damaged = folder.resolve(keyOf(1).names().stored("generations/g/segments/s"));
        byte[] bytes = Files.readAllBytes(damaged);
        bytes[bytes.length - 1] ^= 1;
        Files.write(damaged, bytes);

        EncryptedTarget target = target(MINE);
        EncryptedTarget.Rotation rotation = target.rotate();
        int refused = 0;
        for (BackupTarget.Stored object : rotation.left()) {
            try {
                rotation.reencrypt(object);
            } catch (DamagedException e) {
                refused++;
            }
        }
        List<String> kept = rotation.finish();

        assertThat(kept).containsExactly(folder.relativize(damaged).toString());
        assertThat(damaged).hasBinaryContent(bytes);
        assertThat(target(MINE).readers()).hasSize(2);
        assertThat(refused).isEqualTo(1);
    }

    @Test
    void objectThatWasReplacedMeanwhile_staysAsItIs() throws IOException {
        EncryptedTarget target = target(MINE);
        EncryptedTarget.Rotation interrupted = target.rotate();
        interrupted.reencrypt(interrupted.left().getFirst());
        byte[] longer = new byte[600];
        put(target(MINE), "runs/r.jsonl", longer);
        assertThat(get(target(MINE), "runs/r.jsonl")).isEqualTo(longer);
        assertThat(target(MINE).list("runs/")).containsExactly(new BackupTarget.Stored("runs/r.jsonl", 600));

        assertThat(rotate(target(OTHER))).isEmpty();

        assertThat(get(target(MINE), "runs/r.jsonl")).isEqualTo(longer);
        assertThat(target(MINE).list("")).hasSize(OBJECTS.size());
    }

    @ParameterizedTest
    @EnumSource(
            value = Fault.class,
            names = {"KILL", "POWER_CUT", "FULL"})
    void rotation_brokenAtAnyCall_losesNothing_andIsContinued(Fault fault) throws IOException {
        FaultyDisk counting = new FaultyDisk();
        rotate(TestKeys.AGE.open(stored(counting, folder), MINE));
        List<FaultyDisk.Call> calls =
                counting.calls().stream().filter(fault::canStrike).toList();
        assertThat(calls).isNotEmpty();

        for (FaultyDisk.Call call : CaseSample.of(calls)) {
            folder = directory.resolve(fault + "-" + call.number());
            begin(folder);
            RepositoryKey old = keyOf(1);
            Path attic = Files.createDirectories(directory.resolve("attic-" + fault + call.number()));
            FaultyDisk disk =
                    new FaultyDisk().failingAt(call.number(), fault).losing(attic, new SplittableRandom(call.number()));
            try {
                rotate(TestKeys.AGE.open(stored(disk, folder), MINE));
            } catch (IOException | FaultyDisk.Crash e) {
                // The next rotation continues.
            }
            String as = fault + " at " + call;
            requireObjects(target(MINE), as);

            boolean isDone = !target(MINE).readers().containsKey(1);
            if (!isDone) {
                assertThat(rotate(target(MINE))).as(as).isEmpty();
            }
            requireObjects(target(MINE), as);
            requireObjects(target(OTHER), as);
            assertThat(target(MINE).readers()).as(as).hasSize(1).doesNotContainKey(1);
            requireOnlyNewKey(old);
        }
    }
}
