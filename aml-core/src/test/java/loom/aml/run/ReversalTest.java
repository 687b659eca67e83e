package loom.aml.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import loom.aml.json.JsonObject;
import loom.aml.store.log.Commit;
import loom.aml.store.log.RunRecord;
import org.junit.jupiter.api.Test;

/** Each kind of commit has one reversal, and undo records of all versions name it in the same way. */
class ReversalTest {
    private static final String PATH = "debugger/patterns.json";

    private static JsonObject commit(String change) {
        return JsonObject.builder()
                .put("event", "committed")
                .put("file", PATH)
                .put("change", change)
                .build();
    }

    private static JsonObject archived(String change, String archive) {
        return JsonObject.builder()
                .putAll(commit(change))
                .put("archive", archive)
                .build();
    }

    private static RunRecord run(Optional<String> snapshot, JsonObject... commits) {
        return new RunRecord(
                "r",
                1,
                JsonObject.builder().put("operation", "restore").build(),
                List.of(commits).stream().map(Commit::of).toList(),
                Optional.empty(),
                snapshot,
                false,
                0,
                Optional.empty());
    }

    @Test
    void names_areThoseOfEarlierVersions() {
        RunRecord run = run(
                Optional.of("20260101T000000.000Z-aaaa"),
                archived("rewrite", PATH + ".1.jsonl.gz"),
                archived("transform", PATH + ".2.transformed.gz"),
                archived("remove", PATH + ".original"),
                JsonObject.builder()
                        .putAll(commit("restore"))
                        .put("created", true)
                        .build(),
                commit("restore"),
                commit("compress"),
                commit("decompress"));

        assertThat(Reversal.of(run))
                .extracting(Reversal::name)
                .containsExactly(
                        PATH + ".1.jsonl.gz",
                        PATH + ".2.transformed.gz",
                        PATH + ".original",
                        "created:" + PATH,
                        "snapshot:20260101T000000.000Z-aaaa/" + PATH,
                        "encoding:compress/" + PATH,
                        "encoding:decompress/" + PATH);
    }

    @Test
    void restoreOfAnEarlierVersion_withoutASnapshot_hasNoReversal() {
        assertThat(Reversal.of(run(Optional.empty(), commit("restore")))).isEmpty();
    }

    @Test
    void commitThatRemovedNothing_hasNoReversal() {
        assertThat(Reversal.of(run(Optional.empty(), commit("adopt"), commit("put"), commit("put_back"))))
                .isEmpty();
    }

    @Test
    void recordOfAnUndo_listsReversals_andIsParsed() {
        RunRecord undone = run(Optional.empty(), archived("remove", PATH + ".original"), commit("compress"));
        List<Reversal.Entry> entries =
                Reversal.of(undone).stream().map(reversal -> reversal.entry(1)).toList();
        JsonObject policy = Reversal.Entry.policy(undone, entries);

        assertThat(policy.toString())
                .isEqualTo("{\"undoes\":\"r\",\"steps\":[{\"archive\":\"" + PATH + ".original\",\"file\":\"" + PATH
                        + "\"},{\"archive\":\"encoding:compress/" + PATH + "\",\"file\":\"" + PATH + "\"}]}");
        RunRecord undo = new RunRecord(
                "u",
                2,
                JsonObject.builder().put("policy", policy).build(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                false,
                0,
                Optional.empty());
        assertThat(Reversal.Entry.in(undo)).isEqualTo(entries);
    }
}
