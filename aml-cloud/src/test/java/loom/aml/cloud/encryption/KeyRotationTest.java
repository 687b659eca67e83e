package loom.aml.cloud.encryption;

import static loom.aml.storage.TestObjects.get;
import static loom.aml.storage.TestObjects.put;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.SortedSet;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import loom.aml.CaseSample;
import loom.aml.io.DamagedException;
import loom.aml.io.Disk;
import loom.aml.io.FaultyDisk;
import loom.aml.io.FaultyDisk.Fault;
import loom.aml.io.LocalDisk;
import loom.aml.storage.BackupTarget;
import loom.aml.storage.CopyKey;
import loom.aml.storage.DerivedFolder;
import loom.aml.storage.EncryptedTarget;
import loom.aml.storage.Encryption;
import loom.aml.storage.Lease;
import loom.aml.storage.LeaseTerms;
import loom.aml.storage.LocalTarget;
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

    private Map<Integer, SortedSet<String>> readers(Unlocking unlocking) throws IOException {
        return target(unlocking).keys().stream().collect(Collectors.toMap(CopyKey::epoch, CopyKey::readers));
    }

    private Unlocking remembering() {
        return TestKeys.remembering(
                directory.resolve("state"), new DerivedFolder(new LocalDisk(), directory.resolve("memory"), "copies"));
    }

    private void plant(String name, byte[] bytes) throws IOException {
        put(stored(new LocalDisk(), folder), name, bytes);
    }

    private byte[] storedBytes(String name) throws IOException {
        return Files.readAllBytes(folder.resolve(name));
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
        assertThat(readers(TestKeys.unlocking(third))).isEqualTo(Map.of(1, Set.of(third.recipient())));
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
        String intruder = TestKeys.AGE.generate().recipient();
        String fingerprint = keyOf(1).fingerprint();
        for (String key : List.of(fingerprint, "0".repeat(32), "f".repeat(32))) {
            plant("keys/1/" + key + "/" + intruder + "-" + "0".repeat(32) + ".age", new byte[10]);
        }

        requireObjects(target(MINE), "with an intruder");
        assertThat(rotate(target(MINE))).isEmpty();

        assertThat(readers(MINE)).isEqualTo(Map.of(2, Set.of(TestKeys.MINE.recipient(), TestKeys.OTHER.recipient())));
        assertThat(files()).noneMatch(file -> file.toString().contains(intruder));
    }

    /** A reader who was removed has kept the key, and lists himself again. */
    @Test
    void readerWhoWasAddedElsewhere_getsNoNewKey_untilHeIsAccepted() throws IOException {
        target(remembering()).add(TestKeys.OTHER.recipient());
        target(remembering()).remove(TestKeys.OTHER.recipient());
        RepositoryKey key = keyOf(1);
        new WrappedKeys(stored(new LocalDisk(), folder), MINE).wrap(key, TestKeys.OTHER.recipient(), true);
        List<Path> before = files();

        assertThatThrownBy(() -> rotate(target(remembering())))
                .hasMessageContaining(
                        TestKeys.OTHER.recipient() + " was added to the readers of " + folder + " elsewhere")
                .hasMessageContaining("aml backup key accept " + key.fingerprint());
        assertThat(files()).as("nothing has changed").isEqualTo(before);

        assertThat(target(remembering()).accept(key.fingerprint())).isTrue();
        assertThat(rotate(target(remembering()))).isEmpty();
        requireObjects(target(OTHER), "accepted");
    }

    @Test
    void anotherKeyThanBefore_isRefused_untilItIsAccepted() throws IOException {
        put(target(remembering()), "runs/r2.jsonl", new byte[1]);
        RepositoryKey first = keyOf(1);
        assertThat(rotate(target(remembering())))
                .as("one that rotates knows the new key")
                .isEmpty();
        assertThat(target(remembering()).list("")).hasSize(OBJECTS.size() + 1);

        // As by somebody who can write to the target and knows the recipients: his key, wrapped for them.
        RepositoryKey intruder = RepositoryKey.of(3, Identity.generate());
        WrappedKeys wrapped = new WrappedKeys(stored(new LocalDisk(), folder), MINE);
        wrapped.wrap(intruder, TestKeys.MINE.recipient(), true);
        assertThatThrownBy(() -> put(target(remembering()), "runs/r3.jsonl", new byte[1]))
                .hasMessageContaining("has another key than before")
                .hasMessageContaining("aml backup key accept " + intruder.fingerprint());
        assertThatThrownBy(() -> target(remembering()).list("")).hasMessageContaining("has another key than before");
        assertThatThrownBy(() -> target(remembering()).accept(first.fingerprint()))
                .hasMessageContaining("is " + intruder.fingerprint());

        assertThat(target(remembering()).accept(intruder.fingerprint())).isTrue();
        assertThat(target(remembering()).accept(intruder.fingerprint())).isFalse();
        put(target(remembering()), "runs/r3.jsonl", new byte[1]);
    }

    /** A removed reader has it, and could read everything that is copied afterwards. */
    @Test
    void keyThatWasReplaced_doesNotComeBack() throws IOException {
        put(target(remembering()), "runs/r2.jsonl", new byte[1]);
        RepositoryKey old = keyOf(1);
        rotate(target(remembering()));
        RepositoryKey again = RepositoryKey.of(3, old.identity());
        new WrappedKeys(stored(new LocalDisk(), folder), MINE).wrap(again, TestKeys.MINE.recipient(), true);

        assertThatThrownBy(() -> put(target(remembering()), "runs/r3.jsonl", new byte[1]))
                .hasMessageContaining("has another key than before");
    }

    @Test
    void wrappedKey_doesNotMoveToAnotherEpoch() throws IOException {
        RepositoryKey key = keyOf(1);
        String name = WrappedKeys.nameOf(key, TestKeys.MINE.recipient());
        byte[] wrapped = storedBytes(name);
        rotate(target(MINE));
        plant(name.replace("keys/1/", "keys/3/"), wrapped);

        requireObjects(target(MINE), "with an old key of a higher epoch");
        assertThatThrownBy(() -> put(target(MINE), "runs/r3.jsonl", new byte[1]))
                .hasMessageContaining("belongs to a key that cannot be used here");
        assertThat(rotate(target(MINE))).isEmpty();
        put(target(MINE), "runs/r3.jsonl", new byte[1]);
        assertThat(readers(MINE)).containsOnlyKeys(4);
    }

    @Test
    void readerWhoIsRemoved_afterARotationThatWasInterrupted_doesNotKeepItsKey() throws IOException {
        target(MINE).rotate();
        RepositoryKey known = keyOf(2);
        assertThat(target(MINE).remove(TestKeys.OTHER.recipient())).isTrue();

        assertThat(rotate(target(MINE))).isEmpty();

        requireObjects(target(MINE), "rotated");
        requireOnlyNewKey(known, 1);
        assertThat(readers(MINE)).isEqualTo(Map.of(3, Set.of(TestKeys.MINE.recipient())));
    }

    /** The machine that began the rotation is lost, and wrapped the new key only for itself. */
    @Test
    void rotationThatWasInterruptedAtItsFirstKey_locksNobodyOut() throws IOException {
        RepositoryKey second = RepositoryKey.of(2, Identity.generate());
        new WrappedKeys(stored(new LocalDisk(), folder), MINE).wrap(second, TestKeys.MINE.recipient(), true);

        requireObjects(target(OTHER), "without the new key");
        assertThatThrownBy(() -> put(target(OTHER), "runs/r2.jsonl", new byte[1]))
                .hasMessageContaining("'aml backup key rotate' makes a newer key");
        assertThat(rotate(target(OTHER))).isEmpty();
        requireObjects(target(OTHER), "rotated");
        requireObjects(target(MINE), "rotated");
        assertThat(readers(MINE)).containsOnlyKeys(3);
    }

    @Test
    void lastReaderOfTheKey_isNotRemoved_becauseOfOthersWhoseKeyNobodyKnows() throws IOException {
        target(MINE).remove(TestKeys.OTHER.recipient());
        String decoy = TestKeys.AGE.generate().recipient();
        plant("keys/1/" + "0".repeat(32) + "/" + decoy + "-" + "0".repeat(32) + ".age", new byte[10]);
        plant("keys/1/" + keyOf(1).fingerprint() + "/" + decoy + "-" + "0".repeat(32) + ".age", new byte[10]);

        assertThatThrownBy(() -> target(MINE).remove(TestKeys.MINE.recipient()))
                .hasMessageContaining("is the last reader");
        requireObjects(target(MINE), "kept");
    }

    @Test
    void damagedKeyOfTheUser_isFoundInTheTarget_andWrittenAgain() throws IOException {
        EncryptedTarget target = target(remembering());
        target.list("");
        Path own = folder.resolve(WrappedKeys.nameOf(keyOf(1), TestKeys.MINE.recipient()));
        byte[] bytes = Files.readAllBytes(own);
        bytes[bytes.length - 1] ^= 1;
        Files.write(own, bytes);

        requireObjects(target(remembering()), "with the kept key");
        assertThatThrownBy(() -> target(remembering()).verify()).isInstanceOf(DamagedException.class);
        assertThat(target(remembering()).add(TestKeys.MINE.recipient())).isTrue();
        target(remembering()).verify();
        requireObjects(target(MINE), "repaired");
    }

    @Test
    void soundObjectWithTheOlderKey_isReadInPlaceOfADamagedOne() throws IOException {
        String name = "generations/g/segments/s";
        byte[] old = storedBytes(keyOf(1).names().stored(name));
        String oldName = keyOf(1).names().stored(name);
        EncryptedTarget.Rotation interrupted = target(MINE).rotate();
        interrupted.reencrypt(new BackupTarget.Stored(name, OBJECTS.get(name).length));
        plant(oldName, old);
        Path damaged = folder.resolve(keyOf(2).names().stored(name));
        byte[] bytes = Files.readAllBytes(damaged);
        bytes[bytes.length / 2] ^= 1;
        Files.write(damaged, bytes);

        // The name at its end is still readable, so only reading all of it shows the damage.
        assertThat(rotate(target(MINE))).isEmpty();
        requireObjects(target(MINE), "repaired by the rotation");
    }

    @Test
    void rotation_replacesTheKeyOfEachObject() throws IOException {
        RepositoryKey old = keyOf(1);

        assertThat(rotate(target(MINE))).isEmpty();

        requireObjects(target(MINE), "mine");
        requireObjects(target(OTHER), "other");
        requireOnlyNewKey(old, 2);
        assertThat(readers(MINE)).isEqualTo(Map.of(2, Set.of(TestKeys.MINE.recipient(), TestKeys.OTHER.recipient())));
    }

    private void requireOnlyNewKey(RepositoryKey old, int readers) throws IOException {
        assertThat(files()).hasSize(OBJECTS.size() + readers);
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
        assertThat(readers(MINE)).hasSize(2);
        assertThat(refused).isEqualTo(1);
    }

    @Test
    void objectThatWasReplacedMeanwhile_staysAsItIs() throws IOException {
        EncryptedTarget target = target(MINE);
        EncryptedTarget.Rotation interrupted = target.rotate();
        interrupted.reencrypt(interrupted.left().getFirst());
        byte[] longer = Arrays.copyOf(OBJECTS.get("runs/r.jsonl"), 600);
        put(target(MINE), "runs/r.jsonl", longer);
        assertThat(get(target(MINE), "runs/r.jsonl")).isEqualTo(longer);
        assertThat(target(MINE).list("runs/")).containsExactly(new BackupTarget.Stored("runs/r.jsonl", 600));

        assertThat(rotate(target(OTHER))).isEmpty();

        assertThat(get(target(MINE), "runs/r.jsonl")).isEqualTo(longer);
        assertThat(target(MINE).list("")).hasSize(OBJECTS.size());
    }

    @Test
    void objectThatDiffersFromTheOneWithTheOlderKey_replacesNothing() throws IOException {
        EncryptedTarget.Rotation interrupted = target(MINE).rotate();
        put(target(MINE), "runs/r.jsonl", new byte[600]);

        List<String> refused = new ArrayList<>();
        for (BackupTarget.Stored object : interrupted.left()) {
            try {
                interrupted.reencrypt(object);
            } catch (DamagedException e) {
                refused.add(object.name());
            }
        }

        assertThat(refused).containsExactly("runs/r.jsonl");
        assertThat(interrupted.finish()).hasSize(1);
        try (SealedReader old = new SealedReader(
                stored(new LocalDisk(), folder).open(keyOf(1).names().stored("runs/r.jsonl")), "old", keyOf(1))) {
            assertThat(old.stream().readAllBytes()).isEqualTo(OBJECTS.get("runs/r.jsonl"));
        }
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

            boolean isDone = !readers(MINE).containsKey(1);
            if (!isDone) {
                assertThat(rotate(target(MINE))).as(as).isEmpty();
            }
            requireObjects(target(MINE), as);
            requireObjects(target(OTHER), as);
            assertThat(readers(MINE)).as(as).hasSize(1).doesNotContainKey(1);
            requireOnlyNewKey(old, 2);
        }
    }
}
