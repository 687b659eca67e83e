package loom.aml.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import loom.aml.TestItem;
import loom.aml.TestStore;
import loom.aml.store.Finding;
import loom.aml.store.Selection;
import loom.aml.tidy.GarbageCollector;
import loom.aml.tidy.GcPolicy;
import loom.aml.tidy.UndoneRemovals;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Data that gc removed and a user restored is kept, whatever the cause, until it changes. */
class UndoneTidyingStaysTest {
    private static final String PATTERNS = "debugger/patterns.json";
    private static final Duration OLD = Duration.ofDays(2);

    @TempDir
    private Path directory;

    private TestStore store;

    @BeforeEach
    void makeStore() {
        store = TestStore.in(directory);
    }

    /** The kinds of garbage, and how each looks after a change. */
    private enum Litter {
        DUPLICATE(
                PATTERNS,
                array(TestItem.pattern("a").with("metrics.executionCount", 9) + ", " + TestItem.pattern("a"))) {
            @Override
            String changed() {
                return array(TestItem.pattern("a").with("metrics.executionCount", 9) + ", "
                        + TestItem.pattern("a").with("x_changed", true));
            }
        },
        ITEM_THAT_SAYS_NOTHING(PATTERNS, array(TestItem.pattern("a") + ", {}")) {
            @Override
            String changed() {
                return array(TestItem.pattern("a") + ", {\"id\": \"\"}");
            }
        },
        ITEM_THAT_THE_RUNTIME_REFUSES(PATTERNS, array(TestItem.pattern("a") + ", " + refused())) {
            @Override
            String changed() {
                return array(TestItem.pattern("a") + ", " + refused().with("x_changed", true));
            }
        },
        EMPTY_COLLECTION("debugger/solutions.json", "[]") {
            @Override
            String changed() {
                return "[ ]";
            }
        },
        LEFTOVER("debugger/patterns.json.tmp", "[{\"id\": \"half") {
            @Override
            String changed() {
                return "[{\"id\": \"half, and more";
            }
        },
        DAMAGED_COLLECTION(PATTERNS, "[" + TestItem.pattern("a") + ", {\"id\": \"half") {
            @Override
            String changed() {
                return "[" + TestItem.pattern("a") + ", {\"id\": \"half, and more";
            }
        };

        final String path;
        final String text;

        Litter(String path, String text) {
            this.path = path;
            this.text = text;
        }

        abstract String changed();

        private static String array(String items) {
            return "[" + items + "]";
        }

        private static TestItem refused() {
            return TestItem.pattern("b").with("metrics.successRate", 7);
        }
    }

    private Report gc(boolean again) throws IOException {
        GcPolicy policy = GcPolicy.DEFAULT.withRepair(true).withForRuntime(true);
        return store.run(open -> new GarbageCollector(policy, store.now())
                .plan(open, Selection.ALL, again ? UndoneRemovals.NONE : History.undoneTidying(open)));
    }

    private void put(Litter litter, String text) throws IOException {
        store.put(litter.path, text).age(litter.path, OLD);
    }

    private void gcAndUndo(Litter litter) throws IOException {
        put(litter, litter.text);
        Report tidied = gc(false);
        assertThat(tidied.outcomes()).isNotEmpty();
        store.undo(tidied.run());
        assertThat(store.text(litter.path)).isEqualTo(litter.text);
        store.age(litter.path, OLD);
    }

    @ParameterizedTest
    @EnumSource
    void restoredGarbage_isKept_andReported(Litter litter) throws IOException {
        gcAndUndo(litter);

        Report again = gc(false);

        assertThat(store.text(litter.path)).isEqualTo(litter.text);
        assertThat(again.outcomes()).isEmpty();
        assertThat(again.findings())
                .extracting(Finding::what)
                .anyMatch(what -> what.contains("restored by 'aml undo'"));
    }

    @ParameterizedTest
    @EnumSource
    void restoredGarbage_isKeptOnLaterDays(Litter litter) throws IOException {
        gcAndUndo(litter);

        for (int day = 0; day < 3; day++) {
            store.pass(Duration.ofDays(1));
            gc(false);
        }

        assertThat(store.text(litter.path)).isEqualTo(litter.text);
    }

    @ParameterizedTest
    @EnumSource
    void changedGarbage_isCollectedAgain(Litter litter) throws IOException {
        gcAndUndo(litter);
        put(litter, litter.changed());

        gc(false);

        assertThat(store.has(litter.path) ? store.text(litter.path) : "gone").isNotEqualTo(litter.changed());
    }

    @ParameterizedTest
    @EnumSource
    void again_liftsTheExemption(Litter litter) throws IOException {
        gcAndUndo(litter);

        gc(true);

        assertThat(store.has(litter.path) ? store.text(litter.path) : "gone").isNotEqualTo(litter.text);
    }

    @Test
    void restoredItem_isReportedByItsIdAndTitle() throws IOException {
        gcAndUndo(Litter.DUPLICATE);

        assertThat(gc(false).findings()).isNotEmpty().allSatisfy(finding -> {
            assertThat(finding.where()).isEqualTo("debugger/pattern/a");
            assertThat(finding.title()).isEqualTo("retry");
        });
    }

    @Test
    void identicalGarbage_inAnotherFile_isCollected() throws IOException {
        gcAndUndo(Litter.LEFTOVER);
        String other = "reviewer/patterns.json.tmp";
        store.put(other, Litter.LEFTOVER.text).age(other, OLD);

        gc(false);

        assertThat(store.has(other)).isFalse();
        assertThat(store.has(Litter.LEFTOVER.path)).isTrue();
    }
}
