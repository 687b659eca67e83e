package loom.aml.run;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import loom.aml.TestItem;
import loom.aml.TestStore;
import loom.aml.item.Item;
import loom.aml.item.ItemKind;
import loom.aml.json.JsonObject;
import loom.aml.store.CollectionFile;
import loom.aml.store.Finding;
import loom.aml.store.MemoryStore;
import loom.aml.store.log.LogFolder;
import loom.aml.store.log.RunLog;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The findings of the last run of an operation, read from its record. */
class KnownFindingsTest {
    private static final String PRUNE = OperationNames.PRUNE;

    private static final CollectionFile PATTERNS =
            CollectionFile.ofPath("debugger/patterns.json").orElseThrow();

    @TempDir
    private Path directory;

    private TestStore store;

    @BeforeEach
    void makeStore() throws IOException {
        store = TestStore.in(directory).put(PATTERNS.path(), TestItem.pattern("a"));
    }

    /** Records a run with the digests of findings under a key. */
    private void record(String key, List<String> digests) throws IOException {
        try (MemoryStore open = store.open();
                RunLog log = Recorder.ofRuns(LogFolder.of(open.place()), new Random(1))
                        .begin(PRUNE, JsonObject.builder().build(), store.now())) {
            log.event(JsonObject.builder()
                    .put("event", "finished")
                    .put("outcome", "done")
                    .put(key, digests)
                    .build());
        }
    }

    private void record(Finding... findings) throws IOException {
        record(KnownFindings.FINDINGS, KnownFindings.digests(List.of(findings)));
    }

    private boolean isKnown(Finding finding) throws IOException {
        try (MemoryStore open = store.openReadOnly()) {
            return KnownFindings.of(open, PRUNE).unknown(List.of(finding)).isEmpty();
        }
    }

    private static Finding undated(String what) {
        return Finding.of(Finding.Kind.UNDATED, "debugger/pattern/a", what, "add a timestamp");
    }

    @Test
    void finding_isKnown_whenItIsWordedDifferently() throws IOException {
        record(undated("no valid timestamp"));

        assertThat(isKnown(undated("its timestamp cannot be read"))).isTrue();
    }

    @Test
    void finding_isNew_atAnotherPlace_ofAnotherKind_orOnAnotherSubject() throws IOException {
        record(undated("no valid timestamp").about("missing"));

        assertThat(isKnown(undated("no valid timestamp").about("missing"))).isTrue();
        assertThat(isKnown(undated("no valid timestamp").about("from the file")))
                .isFalse();
        assertThat(isKnown(Finding.of(Finding.Kind.UNDATED, "debugger/pattern/b", "no valid timestamp", "")
                        .about("missing")))
                .isFalse();
        assertThat(isKnown(Finding.of(Finding.Kind.INCOMPLETE, "debugger/pattern/a", "no valid timestamp", "")
                        .about("missing")))
                .isFalse();
    }

    @Test
    void problem_isNeverKnown() throws IOException {
        Finding problem = Finding.of(Finding.Kind.DAMAGED, PATTERNS.path(), "damaged", "");
        record(problem);

        assertThat(isKnown(problem)).isFalse();
    }

    @Test
    void itemWithoutAnId_isRecognisedByItsContent_whereverItIs() throws IOException {
        record(incomplete("{\"x\": 1}", "[{}, {}, %s]"));

        assertThat(isKnown(incomplete("{\"x\": 1}", "[%s]"))).isTrue();
        assertThat(isKnown(incomplete("{\"x\": 2}", "[%s]"))).isFalse();
    }

    private Finding incomplete(String item, String array) throws IOException {
        store.put(PATTERNS.path(), array.formatted(item));
        Finding[] found = new Finding[1];
        try (MemoryStore open = store.openReadOnly()) {
            open.read(PATTERNS, one -> {
                if (new String(one.copyBytes(), UTF_8).equals(item)) {
                    found[0] = Finding.ofItem(Finding.Kind.INCOMPLETE, PATTERNS, one, "missing: id", "");
                }
            });
        }
        return found[0];
    }

    /** Earlier versions recorded the CRC-32C of the kind, place and text without digits. */
    @Test
    void recordOfAnEarlierVersion_isRead() throws IOException {
        record("findings", List.of("c8e647de"));

        assertThat(isKnown(undated("no valid timestamp, 12 days old"))).isTrue();
        assertThat(isKnown(undated("no valid timestamp, 13 days old"))).isTrue();
        assertThat(isKnown(undated("worded differently"))).isFalse();
    }

    @Test
    void findingOnAnItem_hasItsTitle_andTheFullId() throws IOException {
        String id = TestItem.uuid("a");
        Item item = Item.alone(TestItem.pattern(id).toString().getBytes(UTF_8), ItemKind.PATTERN);

        Finding finding = Finding.ofItem(Finding.Kind.UNDATED, PATTERNS, item, "no valid timestamp", "");

        assertThat(finding.title()).isEqualTo("retry");
        assertThat(finding.toJson().string("where")).contains("debugger/pattern/" + id);
    }
}
