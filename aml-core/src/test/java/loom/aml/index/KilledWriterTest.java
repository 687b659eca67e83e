package loom.aml.index;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.luben.zstd.Zstd;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import loom.aml.CaseSample;
import loom.aml.TestItem;
import loom.aml.TestStore;
import loom.aml.io.LocalDisk;
import loom.aml.store.MemoryStore;
import loom.aml.store.Selection;
import loom.aml.store.StoreOptions;
import loom.aml.store.kind.StoreKinds;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.apache.lucene.store.Directory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.core.json.JsonFactory;

/** A process that writes the index can be killed at any moment; the next one continues from the last commit. */
class KilledWriterTest {
    private static final int KILLS = 5;
    private static final Duration WAIT = Duration.ofSeconds(20);

    @TempDir
    private Path directory;

    /** The other process: writes the store and the index repeatedly. */
    static final class Writer {
        public static void main(String[] arguments) throws IOException {
            Path root = Path.of(arguments[0]);
            Random random = new Random(Long.parseLong(arguments[1]));
            while (true) {
                try (MemoryStore store = StoreKinds.openReadOnly(new LocalDisk(), root, StoreOptions.DEFAULT)) {
                    new StoreIndex(store).update(WAIT);
                }
                System.out.println("updated");
                rewrite(root, random);
            }
        }
    }

    /** Returns the class path that the other process needs, independent of how this one was started. */
    private static String classPath() {
        return Stream.of(Writer.class, StoreIndex.class, IndexWriter.class, JsonFactory.class, Zstd.class)
                .map(type ->
                        type.getProtectionDomain().getCodeSource().getLocation().getPath())
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static void rewrite(Path root, Random random) throws IOException {
        List<TestItem> items = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            items.add(TestItem.pattern("item-" + i).with("pattern.type", "turn-" + random.nextInt(3)));
        }
        Path file = root.resolve("debugger/patterns.json");
        Files.createDirectories(file.getParent());
        Path part = Files.writeString(file.resolveSibling("patterns.json.tmp"), TestItem.collection(items));
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
    }

    @Test
    void writerKilledAtAnyMoment_leavesAUsableIndex() throws Exception {
        Random random = new Random(CaseSample.SEED);
        TestStore store = TestStore.in(directory).put("global/x.json", "{}");
        rewrite(store.root(), random);
        for (int kill : CaseSample.oneSeed(KILLS)) {
            Process writer = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-XX:TieredStopAtLevel=1",
                            "-cp",
                            classPath(),
                            Writer.class.getName(),
                            store.root().toString(),
                            Integer.toString(kill))
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            assertThat(writer.inputReader().readLine())
                    .as("the other process started")
                    .isEqualTo("updated");
            Thread.sleep(random.nextInt(400));
            writer.destroyForcibly();
            assertThat(writer.waitFor(30, TimeUnit.SECONDS)).isTrue();

            try (MemoryStore open = store.openReadOnly()) {
                StoreIndex index = new StoreIndex(open);
                assertThat(index.damage())
                        .as("kill %d of seed %d", kill, CaseSample.SEED)
                        .isEmpty();
                index.update(WAIT);
                try (Directory onDisk = index.directory();
                        Directory rebuilt = new ByteBuffersDirectory()) {
                    Indexer.update(open, Selection.ALL, rebuilt, null);
                    assertThat(IndexDump.of(onDisk))
                            .as("kill %d of seed %d", kill, CaseSample.SEED)
                            .isEqualTo(IndexDump.of(rebuilt));
                }
            }
        }
    }
}
