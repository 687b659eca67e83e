package loom.aml.store.markdown;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import loom.aml.CaseSample;
import loom.aml.app.item.AddItem;
import loom.aml.io.FaultyDisk;
import loom.aml.item.ItemKind;
import loom.aml.store.MemoryStore;
import loom.aml.store.StoreOptions;
import loom.aml.store.kind.StoreKinds;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Another program writes an index at any moment of a change; it takes no lock, and writes in place. */
class NoteOthersTest {
    private static final String OURS = "- [Ours](ours.md) — Text.\n";
    private static final String THEIRS = "- [Theirs](theirs.md) — written meanwhile\n";

    @TempDir
    private Path directory;

    private static NoteStore store(Path folder) throws IOException {
        return NoteStore.ofClaude(folder).put("MEMORY.md", "# Memory\n");
    }

    /** Returns a disk whose clock is ahead, so that no file is young enough to be waited for. */
    private static FaultyDisk aged() {
        return new FaultyDisk().later(Duration.ofHours(1));
    }

    private static void add(NoteStore store, FaultyDisk disk) throws Exception {
        try (MemoryStore open = StoreKinds.open(disk, store.root(), StoreOptions.DEFAULT.withThreads(1))) {
            byte[] fields = "{\"title\":\"Ours\",\"text\":\"Text.\"}".getBytes(UTF_8);
            new AddItem(open, new Random(7)).run(new AddItem.Request(ItemKind.NOTE, "memory", fields, false));
        }
    }

    /**
     * At every call of a change.
     *
     * @param isOpenBefore whether the program opened the file before the change began, and so writes the file that it replaces
     */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void lineOfAnotherProgram_isKept_whateverTheMoment(boolean isOpenBefore) throws Exception {
        FaultyDisk counting = aged();
        add(store(directory.resolve("dry")), counting);
        List<FaultyDisk.Call> calls = counting.calls();
        int rename = calls.stream()
                .filter(call -> call.name().equals("rename") && call.path().endsWith("MEMORY.md"))
                .mapToInt(FaultyDisk.Call::number)
                .findFirst()
                .orElseThrow();
        for (FaultyDisk.Call call : CaseSample.of(calls)) {
            NoteStore store = store(directory.resolve("at-" + call.number()));
            Path index = store.root().resolve("MEMORY.md");
            try (FileChannel early = FileChannel.open(index, StandardOpenOption.WRITE)) {
                FaultyDisk disk = aged().before(call.number(), _ -> {
                    if (isOpenBefore) {
                        append(early);
                    } else {
                        try (FileChannel now = FileChannel.open(index, StandardOpenOption.WRITE)) {
                            append(now);
                        }
                    }
                });
                add(store, disk);
            }
            String text = store.text("MEMORY.md");
            // A program that writes a file long after it was replaced under it cannot be helped.
            if (!isOpenBefore || call.number() <= rename) {
                assertThat(text).as("at %s", call).contains(OURS, THEIRS);
            }
        }
    }

    private static void append(FileChannel file) throws IOException {
        file.write(ByteBuffer.wrap(THEIRS.getBytes(UTF_8)), file.size());
    }
}
