package loom.aml.item;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import loom.aml.io.DamagedException;
import loom.aml.io.Encoding;
import loom.aml.io.MemoryFile;
import loom.aml.io.TextInput;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Reads every damaged and unusual store. */
class WildFixturesTest {

    @Test
    void table_listsAllFilesAndNoOthers() throws Exception {
        Path folder = Path.of(WildFixtures.class.getResource("/wild").toURI());
        List<String> listed = WildFixtures.all().map(WildFixtures.Wild::name).toList();
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(listed)
                    .doesNotHaveDuplicates()
                    .containsExactlyInAnyOrderElementsOf(
                            files.map(file -> file.getFileName().toString())
                                    .filter(name -> !name.equals("README.md"))
                                    .toList());
        }
    }

    @ParameterizedTest
    @MethodSource("loom.aml.item.WildFixtures#processed")
    void processedFiles_areReadAndPreservedExactly(WildFixtures.Wild wild) throws IOException {
        for (TextInput text : texts(wild)) {
            Parts parts = Parts.of(text);

            assertThat(parts.items).hasSize(wild.items());
            assertThat(parts.strangers).hasSize(wild.strangers());
            assertThat(parts.hasClosing()).isTrue();
            assertThat(parts.together()).isEqualTo(plain(wild));
        }
    }

    @ParameterizedTest
    @MethodSource("loom.aml.item.WildFixtures#empty")
    void emptyFiles_areCollectionsWithoutElements(WildFixtures.Wild wild) throws IOException {
        for (TextInput text : texts(wild)) {
            Parts parts = Parts.of(text);

            assertThat(parts.items).isEmpty();
            assertThat(parts.strangers).isEmpty();
            assertThat(parts.together()).isEqualTo(plain(wild));
        }
    }

    @ParameterizedTest
    @MethodSource("loom.aml.item.WildFixtures#damaged")
    void damagedFiles_areReportedWithTheirOffset(WildFixtures.Wild wild) {
        for (TextInput text : texts(wild)) {
            DamagedException damage = catchThrowableOfType(DamagedException.class, () -> Parts.of(text));

            assertThat(damage).isNotNull();
            assertThat(damage.what()).startsWith(wild.what());
            if (wild.offset() >= 0) {
                assertThat(damage.what()).isEqualTo(wild.what());
                assertThat(damage.offset()).isEqualTo(wild.offset());
            }
            assertThat(damage).hasMessage(damage.what() + " at byte " + damage.offset());
        }
    }

    @ParameterizedTest
    @MethodSource("loom.aml.item.WildFixtures#all")
    void encoding_isDetectedByTheBytes(WildFixtures.Wild wild) {
        assertThat(MemoryFile.of(wild.bytes()).text().encoding())
                .isEqualTo(wild.name().startsWith("gzip") ? Encoding.GZIP : Encoding.PLAIN);
    }

    /** Returns the file as a whole, and in pieces. */
    private static List<TextInput> texts(WildFixtures.Wild wild) {
        return List.of(
                MemoryFile.of(wild.bytes()).text(),
                MemoryFile.inPieces(wild.bytes(), new Random(1)).text());
    }

    private static byte[] plain(WildFixtures.Wild wild) throws IOException {
        byte[] stored = wild.bytes();
        return wild.name().startsWith("gzip")
                ? new GZIPInputStream(new ByteArrayInputStream(stored)).readAllBytes()
                : stored;
    }
}
