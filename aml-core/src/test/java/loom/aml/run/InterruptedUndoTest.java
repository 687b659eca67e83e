package loom.aml.run;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import loom.aml.CaseSample;
import loom.aml.TestItem;
import loom.aml.TestStore;
import loom.aml.edit.EditPlan;
import loom.aml.io.FaultyDisk;
import loom.aml.io.FaultyDisk.Fault;
import loom.aml.item.ItemKey;
import loom.aml.item.ItemKind;
import loom.aml.json.JsonObject;
import loom.aml.store.Finding;
import loom.aml.store.ItemChange;
import loom.aml.store.MemoryStore;
import loom.aml.store.Plan;
import loom.aml.store.Precondition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An undo that was interrupted is finished by the next one, also if the reversal of one commit takes several changes. */
class InterruptedUndoTest {
    private static final String FILE = "debugger/patterns.json";

    @TempDir
    private Path directory;

    private static TestStore made(Path folder) {
        try {
            return TestStore.in(folder).put(FILE, TestItem.pattern("a"), TestItem.pattern("b"));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static ItemChange put(TestItem item, String id) {
        return new ItemChange.Put(
                new ItemKey("debugger", ItemKind.PATTERN, id), item.toString().getBytes(UTF_8), Precondition.NONE);
    }

    /** Adds one item and edits another: the undo removes the first and puts the second back, in two commits. */
    private static Plan plan(MemoryStore store) throws IOException {
        return EditPlan.of(
                store,
                "edit",
                List.of(
                        put(TestItem.pattern("new"), "new"),
                        put(TestItem.pattern("a").with("context", "other"), "a")),
                JsonObject.builder().build());
    }

    @Test
    void undo_killedAtAnyCall_isFinishedByTheNextOne() throws IOException {
        FaultyDisk counting = new FaultyDisk().later(Duration.ofHours(1));
        TestStore sample = made(directory.resolve("sample"));
        String before = sample.text(FILE);
        String run = sample.run(InterruptedUndoTest::plan).run();
        assertThat(sample.text(FILE)).isNotEqualTo(before);
        sample.on(counting).undo(run);
        assertThat(sample.text(FILE)).isEqualTo(before);

        int halfDone = 0;
        List<FaultyDisk.Call> struck =
                counting.calls().stream().filter(Fault.KILL::canStrike).toList();
        for (FaultyDisk.Call call : CaseSample.oneOf(4, struck)) {
            halfDone += finishedAfterKill(call, before) ? 1 : 0;
        }
        assertThat(halfDone).as("kills between the two changes").isGreaterThan(CaseSample.leastOfOne(4, 0));
    }

    /** Returns whether the killed undo had made one of its two changes. */
    private boolean finishedAfterKill(FaultyDisk.Call call, String before) throws IOException {
        Path folder = directory.resolve("at-" + call.number());
        TestStore store = made(folder);
        String run = store.run(InterruptedUndoTest::plan).run();
        String edited = store.text(FILE);
        store.on(new FaultyDisk().later(Duration.ofHours(1)).failingAt(call.number(), Fault.KILL));
        try {
            store.undo(run);
        } catch (IOException | FaultyDisk.Crash e) {
            // The next undo finishes it, whatever was done.
        }
        // The lock of a killed run is taken over after a while; the test does not wait for it.
        Files.deleteIfExists(store.root().resolve(FILE + ".lock"));
        String left = store.text(FILE);
        store.on(new FaultyDisk().later(Duration.ofHours(2))).undo(run);

        assertThat(store.text(FILE)).as("killed at %s", call).isEqualTo(before);
        return !left.equals(before) && !left.equals(edited);
    }

    @Test
    void undo_whileTheCollectionCannotBeRead_leavesItToTheNextUndo() throws IOException {
        TestStore store = made(directory);
        String before = store.text(FILE);
        String run = store.run(InterruptedUndoTest::plan).run();
        byte[] edited = store.bytes(FILE);
        store.rewrite(FILE, "[{\"id\":\"a\"");

        assertThat(store.undo(run).findings()).isNotEmpty();
        store.rewrite(FILE, edited);
        store.undo(run);

        assertThat(store.text(FILE)).isEqualTo(before);
    }

    @Test
    void undo_ofEditsInACollectionThatIsGone_saysSo() throws IOException {
        TestStore store = made(directory);
        String run = store.run(InterruptedUndoTest::plan).run();
        Files.delete(store.root().resolve(FILE));

        assertThat(store.undo(run).findings())
                .filteredOn(finding -> finding.where().equals(FILE))
                .extracting(Finding::what)
                .containsExactly("was removed after the run");
    }
}
