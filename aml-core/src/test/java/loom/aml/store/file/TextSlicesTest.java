package loom.aml.store.file;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import loom.aml.TestStore;
import loom.aml.io.GzipLimits;
import loom.aml.io.LocalDisk;
import loom.aml.item.ItemKind;
import loom.aml.store.CollectionFile;
import loom.aml.store.TextSlice;
import loom.aml.store.loom.LoomLayout;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pieces of a text, without the rest of it. */
class TextSlicesTest {
    private static final String TEXT = "0123456789".repeat(20_000);

    private static final CollectionFile FILE = new CollectionFile("debugger", ItemKind.PATTERN, false);

    @TempDir
    private Path directory;

    private CollectionTexts texts() {
        return new CollectionTexts(new LocalDisk(), directory, GzipLimits.DEFAULT, LoomLayout.INSTANCE);
    }

    private Map<Integer, String> read(boolean isGzip, String text, TextSlice... slices) throws IOException {
        Path file = directory.resolve(FILE.path());
        Files.createDirectories(file.getParent());
        Files.write(file, isGzip ? TestStore.gzip(text) : text.getBytes(UTF_8));
        Map<Integer, String> pieces = new TreeMap<>();
        TextSlices.read(
                texts(),
                FILE,
                List.of(slices),
                (place, bytes) ->
                        assertThat(pieces.put(place, new String(bytes, UTF_8))).isNull());
        return pieces;
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void pieces_areThoseThatWereAskedFor_inWhateverOrder(boolean isGzip) throws IOException {
        assertThat(read(
                        isGzip,
                        TEXT,
                        new TextSlice(150_003, 4),
                        new TextSlice(0, 3),
                        new TextSlice(3, 2),
                        new TextSlice(7, 0),
                        new TextSlice(TEXT.length() - 1L, 1)))
                .isEqualTo(Map.of(0, "3456", 1, "012", 2, "34", 3, "", 4, "9"));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void pieceThatTheTextEndsBefore_isNotGiven(boolean isGzip) throws IOException {
        assertThat(read(isGzip, "abc", new TextSlice(1, 2), new TextSlice(2, 2), new TextSlice(90, 1)))
                .isEqualTo(Map.of(0, "bc"));
        assertThat(read(isGzip, "", new TextSlice(0, 1))).isEmpty();
        assertThat(read(isGzip, "", new TextSlice(0, 0))).isEqualTo(Map.of(0, ""));
    }

    @Test
    void missingFile_isReported() {
        assertThatExceptionOfType(NoSuchFileException.class)
                .isThrownBy(() -> TextSlices.read(texts(), FILE, List.of(new TextSlice(0, 1)), (_, _) -> {}));
    }
}
