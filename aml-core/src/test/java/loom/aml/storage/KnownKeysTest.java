package loom.aml.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import loom.aml.io.LocalDisk;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The keys that a copy had before. */
class KnownKeysTest {
    private static final CopyKey FIRST = key(1, "a", "age1x");
    private static final CopyKey SECOND = key(2, "b", "age1x");

    @TempDir
    private Path directory;

    private static CopyKey key(int epoch, String fingerprint, String... readers) {
        return new CopyKey(epoch, fingerprint, new TreeSet<>(Set.of(readers)));
    }

    private KnownKeys known() {
        return new KnownKeys(new LocalDisk(), Optional.of(directory.resolve("state/copies")), "s3://b/p");
    }

    private Path file() throws IOException {
        try (Stream<Path> files = Files.list(directory.resolve("state/copies"))) {
            return files.findFirst().orElseThrow();
        }
    }

    @Test
    void firstKey_isTrusted_andOthersAreRefused() throws IOException {
        assertThat(known().trusted(List.of(SECOND))).containsExactly(SECOND);
        known().acceptFirst(List.of(FIRST));
        known().acceptFirst(List.of(SECOND));

        assertThat(known().trusted(List.of(FIRST))).containsExactly(FIRST);
        assertThatThrownBy(() -> known().trusted(List.of(SECOND, FIRST)))
                .hasMessageContaining("another key than before")
                .hasMessageContaining("'aml backup key accept b'");
        assertThatThrownBy(() -> known().trusted(List.of(key(1, "c", "age1x"))))
                .as("another first key")
                .hasMessageContaining("another key than before");
        assertThatThrownBy(() -> known().trusted(List.of(key(2, "a", "age1x"))))
                .as("the same key of another epoch")
                .hasMessageContaining("another key than before");
    }

    @Test
    void unknownKey_thatIsOlderThanAKnownOne_isIgnored() throws IOException {
        known().accept(List.of(SECOND));

        assertThat(known().trusted(List.of(SECOND, FIRST))).containsExactly(SECOND);
        assertThat(known().trusted(List.of(key(2, "0", "age1x"), SECOND))).containsExactly(SECOND);
    }

    @Test
    void readersWhoWereAddedElsewhere_areRefused() throws IOException {
        TreeSet<String> both = new TreeSet<>(Set.of("age1x", "age1y"));
        known().requireReaders(both, "a");
        known().accept(List.of(FIRST));

        assertThatThrownBy(() -> known().requireReaders(both, "a")).hasMessageContaining("age1y was added");
        known().addReader("age1y");
        known().requireReaders(both, "a");
        known().removeReader("age1y");
        assertThatThrownBy(() -> known().requireReaders(both, "a")).hasMessageContaining("age1y was added");
    }

    @Test
    void plainTarget_isRefused_whereAnEncryptedOneWas() throws IOException {
        known().requireNone();
        known().accept(List.of(FIRST));
        assertThatThrownBy(() -> known().requireNone()).hasMessageContaining("was encrypted");
        known().replace(List.of());
        known().requireNone();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{}", "{\"keys\":[{}]}", "{\"keys\":[{\"epoch\":1,", "keys"})
    void fileThatCannotBeRead_isNotAMissingOne(String damaged) throws IOException {
        known().accept(List.of(FIRST));
        Files.writeString(file(), damaged);

        assertThatThrownBy(() -> known().trusted(List.of(SECOND))).hasMessageContaining("cannot read which key");
        assertThatThrownBy(() -> known().acceptFirst(List.of(SECOND))).hasMessageContaining("cannot read which key");
        assertThatThrownBy(() -> known().requireNone()).hasMessageContaining("cannot read which key");
        assertThat(file()).hasContent(damaged);
    }

    @Test
    void nothingIsKept_withoutAFolder() throws IOException {
        KnownKeys none = new KnownKeys(new LocalDisk(), Optional.empty(), "s3://b/p");
        none.acceptFirst(List.of(FIRST));

        assertThat(none.trusted(List.of(SECOND))).containsExactly(SECOND);
        none.requireNone();
    }
}
