package loom.aml.cloud.encryption;

import static java.nio.charset.StandardCharsets.UTF_8;
import static loom.aml.storage.TestObjects.put;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import loom.aml.io.LocalDisk;
import loom.aml.storage.BackupTarget;
import loom.aml.storage.Encryption;
import loom.aml.storage.LocalTarget;
import loom.aml.storage.ObjectReader;
import loom.aml.storage.PrivateFolder;
import loom.aml.storage.Unlocking;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Reads files that the {@code age} program, version 1.1.1, wrote: {@code age-keygen}, {@code age -r} and {@code age -p} with the passphrase
 * "correct horse".
 */
class AgeFormatTest {
    private static final String NAME = "generations/g/café.zst";
    private static final String TEXT =
            IntStream.rangeClosed(1, 30_000).mapToObj(number -> number + "\n").collect(Collectors.joining());

    @TempDir
    private Path directory;

    private static byte[] resource(String name) {
        try (InputStream in = AgeFormatTest.class.getResourceAsStream(name)) {
            return Objects.requireNonNull(in, name).readAllBytes();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static Identity identity(String name) throws IOException {
        return Identity.parse(new String(resource(name), UTF_8)).getFirst();
    }

    /** The comment of {@code age-keygen} contains the recipient. */
    @Test
    void recipients_areThoseOfAge() throws IOException {
        for (String file : List.of("identity.txt", "repository-key.txt")) {
            assertThat(new String(resource(file), UTF_8))
                    .contains("# public key: " + identity(file).recipient() + "\n");
        }
    }

    @Test
    void objects_ofAge_areRead() throws IOException {
        RepositoryKey key = RepositoryKey.of(1, identity("repository-key.txt"));
        String object = read("object.age", key);
        assertThat(object).isEqualTo(TEXT);
        assertThat(read("whole-chunks.age", key)).isEqualTo(TEXT.substring(0, 131_038));
        assertThatThrownBy(() -> read("object.age", RepositoryKey.of(1, identity("identity.txt"))))
                .hasMessageContaining("encrypted with another key");
    }

    private static String read(String file, RepositoryKey key) throws IOException {
        try (SealedReader in = new SealedReader(new Bytes(resource(file)), file, key)) {
            assertThat(in.name()).isEqualTo(NAME);
            assertThat(SealedReader.sizeOf(resource(file).length, NAME)).isEqualTo(in.size());
            return new String(in.stream().readAllBytes(), UTF_8);
        }
    }

    @Test
    void keys_wrappedByAge_areUnwrapped() throws IOException {
        BackupTarget stored = new LocalTarget(
                new LocalDisk(), PrivateFolder.at(new LocalDisk(), directory.resolve("m"), directory.resolve("copy")));
        Identity mine = identity("identity.txt");
        Identity repository = identity("repository-key.txt");
        put(stored, WrappedKeys.nameOf(RepositoryKey.of(1, repository), mine.recipient()), resource("wrapped-key.age"));
        put(
                stored,
                WrappedKeys.nameOf(RepositoryKey.of(1, repository), Encryption.PASSPHRASE),
                resource("passphrase-key.age"));
        Encryption.UserKey user = new Encryption.UserKey(mine.secret(), mine.recipient());

        for (Unlocking unlocking :
                List.of(TestKeys.unlocking(user), TestKeys.withPassphrase("correct horse", TestKeys.OTHER))) {
            WrappedKeys keys = new WrappedKeys(stored, unlocking);
            assertThat(keys.unwrap(keys.list()).orElseThrow().identity().secret())
                    .isEqualTo(repository.secret());
        }
        WrappedKeys wrong = new WrappedKeys(stored, TestKeys.withPassphrase("correct house"));
        assertThatThrownBy(() -> wrong.unwrap(wrong.list()))
                .hasMessageContaining("is damaged, or the passphrase is wrong");
    }

    /** Bytes in memory. */
    private record Bytes(byte[] bytes) implements ObjectReader {
        @Override
        public long size() {
            return bytes.length;
        }

        @Override
        public int read(long position, byte[] into, int offset, int length) {
            if (position >= bytes.length) {
                return -1;
            }
            int n = Math.min(length, bytes.length - (int) position);
            byte[] some = Arrays.copyOfRange(bytes, (int) position, (int) position + n);
            System.arraycopy(some, 0, into, offset, n);
            return n;
        }

        @Override
        public void close() {
            // Nothing is open.
        }
    }
}
