package loom.aml.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import loom.aml.TestItem;
import loom.aml.TestStore;
import loom.aml.io.GzipOutput;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The size that is computed before compression equals the size after it. */
class CompressedSizeTest {
    @TempDir
    private Path directory;

    private static int gzipped(String text, int level) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GzipOutput gzip = new GzipOutput(bytes, level)) {
            gzip.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.size();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 6, 9})
    void size_isThatOfTheWholeText_strangersAndBlanksToo(int level) throws IOException {
        TestItem[] items = new TestItem[40];
        for (int i = 0; i < items.length; i++) {
            items[i] = TestItem.decision("d" + i).padded(i * 13);
        }
        String text = " " + TestItem.collection(items).replaceFirst("\\[", "[ 7, \"stranger\",") + "\n";
        TestStore store = TestStore.in(directory).put("debugger/decisions.json", text);

        long gzipped = gzipped(text, level);
        try (MemoryStore open = store.openReadOnly()) {
            assertThat(open.scan(open.list(), Selection.ALL, collection -> CompressedSize.of(collection, level)))
                    .singleElement()
                    .isInstanceOfSatisfying(
                            ScanResult.Read.class,
                            read -> assertThat(read.result()).isEqualTo(gzipped));
        }
    }
}
