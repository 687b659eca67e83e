package loom.aml.cloud.encryption;

import static java.nio.charset.StandardCharsets.UTF_8;
import static loom.aml.storage.TestObjects.get;
import static loom.aml.storage.TestObjects.put;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import loom.aml.io.DamagedException;
import loom.aml.io.LocalDisk;
import loom.aml.storage.BackupTarget;
import loom.aml.storage.BackupTargetContract;
import loom.aml.storage.Lease;
import loom.aml.storage.LeaseTerms;
import loom.aml.storage.LocalTarget;
import loom.aml.storage.ObjectReader;
import loom.aml.storage.PrivateFolder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An encrypted copy in a folder. */
class EncryptingTargetTest extends BackupTargetContract {
    private static final int CHUNK = 1 << 16;

    @TempDir
    private Path directory;

    private Path folder;

    @BeforeEach
    void chooseFolder() {
        folder = directory.resolve("copy");
    }

    private BackupTarget plain() {
        return new LocalTarget(new LocalDisk(), PrivateFolder.at(new LocalDisk(), directory.resolve("memory"), folder));
    }

    @Override
    protected BackupTarget target() {
        return TestKeys.copy(plain(), TestKeys.unlocking(TestKeys.MINE));
    }

    @Override
    protected BackupTarget sameTarget() {
        return target();
    }

    private static byte[] random(int size) {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return bytes;
    }

    /** Returns the files of the objects, without those of keys and leases. */
    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> !file.startsWith(folder.resolve("keys"))
                            && !file.getFileName().toString().startsWith("."))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @ValueSource(
            ints = {
                0,
                1,
                CHUNK - 25,
                CHUNK - 24,
                CHUNK - 23,
                CHUNK - 19,
                CHUNK - 1,
                CHUNK,
                CHUNK + 1,
                3 * CHUNK,
                300_000
            })
    void objects_ofEverySizeAroundChunks_areReadFromAnywhere(int size) throws IOException {
        byte[] bytes = random(size);
        String name = "generations/g/chunk";
        put(target(), name, bytes);

        assertThat(get(target(), name)).isEqualTo(bytes);
        assertThat(target().list("generations/")).containsExactly(new BackupTarget.Stored(name, size));
        Random random = new Random(3);
        try (ObjectReader in = target().open(name)) {
            assertThat(in.size()).isEqualTo(size);
            for (int round = 0; round < 50 && size > 0; round++) {
                int at = random.nextInt(size);
                byte[] some = new byte[1 + random.nextInt(70_000)];
                int n = in.read(at, some, 0, some.length);
                assertThat(n).isBetween(1, some.length);
                assertThat(Arrays.equals(some, 0, n, bytes, at, at + n)).isTrue();
            }
        }
    }

    @Test
    void longNames_areKept() throws IOException {
        String deep = "archives/r/" + "日本/".repeat(300) + "x.original";
        String flat = "archives/r/" + "long name ".repeat(25) + ".original";
        String wide = "archives/r/" + "b".repeat(250) + "/" + "c".repeat(250) + "/d";
        String above = "a".repeat(250) + "/" + "b".repeat(250) + "/x";
        String notText = "archives/r/\udcff\udc80.original";
        for (String name : List.of(deep, flat, wide, above, notText, "archives/r/short")) {
            put(target(), name, name.getBytes(UTF_8));
        }

        BackupTarget target = target();
        for (String name : List.of(deep, flat, wide, above, notText)) {
            assertThat(get(target, name)).isEqualTo(name.getBytes(UTF_8));
        }
        assertThat(target.list("archives/"))
                .extracting(BackupTarget.Stored::name)
                .containsExactlyInAnyOrder(deep, flat, wide, notText, "archives/r/short");
        assertThat(target.list("archives/r/日本/日"))
                .containsExactly(new BackupTarget.Stored(deep, deep.getBytes(UTF_8).length));
        assertThat(target.list("archives/r/long"))
                .extracting(BackupTarget.Stored::name)
                .containsExactly(flat);
        assertThat(target.list("a".repeat(250) + "/")).hasSize(1);
        assertThat(target.names("archives/r/"))
                .containsExactlyInAnyOrder(
                        "日本",
                        "short",
                        "b".repeat(250),
                        "\udcff\udc80.original",
                        flat.substring("archives/r/".length()));
        assertThat(target.names("archives/r/日本/日本/日本/日本/")).containsExactly("日本");
        assertThat(target.names("archives/r/" + "b".repeat(250) + "/")).containsExactly("c".repeat(250));
        target.delete(List.of(deep, flat, wide, above, notText));
        assertThat(target.list("")).extracting(BackupTarget.Stored::name).containsExactly("archives/r/short");
        for (Path file : files()) {
            for (Path part : folder.relativize(file)) {
                assertThat(part.toString()).matches("[0-9a-z.-]{2,255}");
            }
        }
    }

    @Test
    void objects_withNamesThatDoNotDecrypt_areListedAsUnreadable() throws IOException {
        put(target(), "generations/g/a", new byte[10]);
        put(target(), "generations/g/b", new byte[10]);
        Path one = files().getFirst();
        String name = one.getFileName().toString();
        Files.move(one, one.resolveSibling((name.charAt(0) == '0' ? "1" : "0") + name.substring(1)));

        for (String prefix : List.of("", "generations/", "generations/g/")) {
            assertThat(target().list(prefix))
                    .as(prefix)
                    .hasSize(2)
                    .filteredOn(object -> !object.isObject())
                    .singleElement()
                    .extracting(BackupTarget.Stored::name)
                    .asString()
                    .startsWith("generations/g/");
        }
    }

    @Test
    void exchangedObjects_areDamaged() throws IOException {
        put(target(), "generations/g/a", new byte[] {1});
        put(target(), "generations/g/b", new byte[] {2});
        List<Path> files = files();
        Files.write(files.getFirst(), Files.readAllBytes(files.getLast()));

        assertThat(Stream.of("a", "b").filter(name -> isDamaged("generations/g/" + name)))
                .hasSize(1);
    }

    private boolean isDamaged(String name) {
        try {
            get(target(), name);
            return false;
        } catch (DamagedException e) {
            return true;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void everyChangedByte_andEveryLostEnd_isNoticed() throws IOException {
        put(target(), "generations/g/a", random(2 * CHUNK));
        Path file = files().getFirst();
        byte[] whole = Files.readAllBytes(file);
        Random random = new Random(11);
        for (int round = 0; round < 100; round++) {
            byte[] changed = whole.clone();
            changed[round < 30 ? random.nextInt(200) : random.nextInt(whole.length)] ^= (byte) (1 << random.nextInt(8));
            Files.write(file, changed);
            assertThat(isDamaged("generations/g/a")).as("round %d", round).isTrue();
        }
        for (int length : new int[] {
            0, 1, 100, 184, 185, 200, 184 + CHUNK + 16, 184 + CHUNK + 17, 184 + 2 * (CHUNK + 16), whole.length - 1
        }) {
            Files.write(file, Arrays.copyOf(whole, length));
            assertThat(isDamaged("generations/g/a")).as("%d bytes", length).isTrue();
        }
        Files.write(file, Arrays.copyOf(whole, whole.length + 1));
        assertThat(isDamaged("generations/g/a")).isTrue();
        Files.write(file, whole);
        assertThat(isDamaged("generations/g/a")).isFalse();
    }

    @Test
    void anotherKey_opensNothing_andTheMessageSaysWhichDo() throws IOException {
        put(target(), "generations/g/a", new byte[10]);

        BackupTarget target = TestKeys.copy(plain(), TestKeys.unlocking(TestKeys.OTHER));
        assertThatThrownBy(() -> target.list(""))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(folder + " is encrypted, and no key here opens it. These do: "
                        + TestKeys.MINE.recipient() + ". Set backup.key_file.");
        assertThatThrownBy(() -> target.open("generations/g/a")).hasMessageContaining("no key here opens it");
        assertThatThrownBy(() -> put(target, "generations/g/b", new byte[1]))
                .hasMessageContaining("no key here opens it");
    }

    @Test
    void copyWithoutItsKeys_isNotAPlainOne() throws IOException {
        put(target(), "repository.json", new byte[10]);
        Files.delete(TestKeys.wrappedIn(folder));

        assertThatThrownBy(() -> target().list("")).hasMessageContaining("not the folder keys/ with the keys");
        assertThatThrownBy(() -> target().list("generations/")).hasMessageContaining("not the folder keys/");
        assertThatThrownBy(() -> target().open("repository.json")).hasMessageContaining("not the folder keys/");
        assertThatThrownBy(() -> put(target(), "runs/r", new byte[1])).hasMessageContaining("not the folder keys/");
    }

    @Test
    void beginning_thatWasInterrupted_isContinuedForAllReaders() throws IOException {
        TestKeys.AGE.begin(plain(), TestKeys.unlocking(TestKeys.MINE), List.of(TestKeys.MINE.recipient()));

        BackupTarget target = TestKeys.copy(plain(), TestKeys.unlocking(TestKeys.MINE), TestKeys.OTHER.recipient());
        assertThat(target.list("")).isEmpty();
        put(target, "repository.json", new byte[10]);

        assertThat(get(TestKeys.copy(plain(), TestKeys.unlocking(TestKeys.OTHER)), "repository.json"))
                .hasSize(10);
    }

    /** As a copy does: it looks for the description under the lease, before it writes it. */
    @Test
    void beginning_thatWasInterrupted_isContinued_alsoAfterAnObjectWasLookedFor() throws IOException {
        TestKeys.AGE.begin(plain(), TestKeys.unlocking(TestKeys.MINE), List.of(TestKeys.MINE.recipient()));

        BackupTarget target = TestKeys.copy(plain(), TestKeys.unlocking(TestKeys.MINE), TestKeys.OTHER.recipient());
        assertThat(target.list("")).isEmpty();
        try (Lease _ = target.lease(BackupTarget.WRITER, LeaseTerms.of("test", Duration.ZERO))) {
            assertThatThrownBy(() -> target.open("repository.json")).isInstanceOf(NoSuchFileException.class);
            put(target, "repository.json", new byte[10]);
        }

        assertThat(get(TestKeys.copy(plain(), TestKeys.unlocking(TestKeys.OTHER)), "repository.json"))
                .hasSize(10);
    }

    /** Who can write to the place waits for the lease, and makes the copy a plain one. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void emptyPlace_thatGetsAnObjectBeforeTheCopyBegins_doesNotMakeItPlain(boolean looksFirst) throws IOException {
        BackupTarget target = target();
        assertThat(target.list("")).isEmpty();
        try (Lease _ = target.lease(BackupTarget.WRITER, LeaseTerms.of("test", Duration.ZERO))) {
            put(plain(), "x", new byte[1]);
            if (looksFirst) {
                assertThatThrownBy(() -> target.open("repository.json")).hasMessageContaining("changes at this moment");
            }
            assertThatThrownBy(() -> put(target, "repository.json", new byte[1]))
                    .hasMessageContaining("changes at this moment");
        }
        assertThat(files()).hasSize(1);
    }

    @Test
    void plainCopy_staysPlain() throws IOException {
        put(plain(), "repository.json", new byte[] {7});

        put(target(), "generations/g/a", new byte[] {8});

        assertThat(folder.resolve("generations/g/a")).hasBinaryContent(new byte[] {8});
        assertThat(target().list("")).hasSize(2);
    }
}
