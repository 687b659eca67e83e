package loom.aml.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import loom.aml.TestItem;
import loom.aml.TestStore;
import loom.aml.prune.PrunePolicy;
import loom.aml.prune.Pruner;
import loom.aml.prune.ReappearedItems;
import loom.aml.store.MemoryStore;
import loom.aml.store.Selection;
import loom.aml.store.log.LogFolder;
import loom.aml.store.log.RunRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunRetentionTest {
    @TempDir
    private Path directory;

    private TestStore store;

    @BeforeEach
    void store() {
        store = TestStore.in(directory);
    }

    private Report prune() throws IOException {
        return store.run(
                open -> new Pruner(PrunePolicy.DEFAULT, store.now()).plan(open, Selection.ALL, ReappearedItems.NONE));
    }

    private Report pruneSomething(String name) throws IOException {
        store.put(
                "debugger/solutions.json",
                TestItem.solution(TestItem.uuid("stays")),
                TestItem.solution(TestItem.uuid(name)).with("effectiveness.worked", false));
        Report report = prune();
        assertThat(report.removed()).isEqualTo(1);
        return report;
    }

    private int forget(int kept) throws IOException {
        try (MemoryStore open = store.open()) {
            return new RunRetention(LogFolder.of(open.place()), kept).forget();
        }
    }

    private List<String> runs() throws IOException {
        return store.history().stream().map(RunRecord::run).toList();
    }

    @Test
    void runsWithoutChanges_areDeletedBeyondTheNewest() throws IOException {
        store.put("debugger/solutions.json", TestItem.solution(TestItem.uuid("stays")));
        for (int i = 0; i < 30; i++) {
            prune();
        }
        List<String> newest = runs().subList(0, 10);
        assertThat(forget(10)).isEqualTo(20);
        assertThat(runs()).isEqualTo(newest);
        assertThat(forget(10)).isZero();
    }

    @Test
    void runWithRemovals_isKeptAndCanBeUndone_howeverOld() throws IOException {
        Report old = pruneSomething("gone");
        for (int i = 0; i < 20; i++) {
            prune();
        }
        assertThat(forget(1)).isEqualTo(19);
        assertThat(runs()).contains(old.run());
        store.undo(old.run());
        assertThat(store.ids("debugger/solutions.json")).contains(TestItem.uuid("gone"));
    }

    @Test
    void restoredItems_areRemembered() throws IOException {
        Report old = pruneSomething("gone");
        Report undo = store.undo(old.run());
        store.put("debugger/solutions.json", TestItem.solution(TestItem.uuid("stays")));
        for (int i = 0; i < 20; i++) {
            prune();
        }
        forget(1);
        assertThat(runs()).contains(old.run(), undo.run());
        assertThat(History.undone(store.history())).containsExactly(old.run());
    }

    @Test
    void interruptedOrBrokenRecords_areKept() throws IOException {
        store.put("debugger/solutions.json", TestItem.solution(TestItem.uuid("stays")));
        String interrupted = prune().run();
        String broken = prune().run();
        String text = Files.readString(store.recordOf(interrupted));
        Files.writeString(store.recordOf(interrupted), text.substring(0, text.indexOf('\n') + 1));
        Files.writeString(store.recordOf(broken), "what is this", StandardOpenOption.APPEND);
        for (int i = 0; i < 20; i++) {
            prune();
        }
        store.pass(Duration.ofDays(1));
        assertThat(forget(1)).isEqualTo(19);
        assertThat(runs()).contains(interrupted, broken);
    }
}
