package loom.aml.merge;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import loom.aml.io.LocalDisk;
import loom.aml.item.Fingerprint;
import loom.aml.item.ItemKind;
import loom.aml.json.JsonObject;
import loom.aml.merge.decide.Decision;
import loom.aml.merge.decide.Verdict;
import loom.aml.store.MemoryStore;
import loom.aml.store.Selection;
import loom.aml.store.StoreOptions;
import loom.aml.store.kind.StoreKinds;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Plans on real stores. */
class MergePlannerTest {
    @TempDir
    Path folder;

    private Path store;

    @BeforeEach
    void makeStore() throws Exception {
        store = Files.createDirectories(folder.resolve(".loom/memory"));
    }

    private void write(String agent, ItemKind kind, List<String> items) throws Exception {
        Path file = store.resolve(agent).resolve(kind.fileName());
        Files.createDirectories(file.getParent());
        Files.writeString(file, "[" + String.join(",", items) + "]");
    }

    private MergePlan plan(MergePolicy policy, MergePlan former) throws Exception {
        try (MemoryStore open = StoreKinds.openReadOnly(new LocalDisk(), store, StoreOptions.DEFAULT)) {
            return new MergePlanner(policy).plan(open, Selection.ALL, former);
        }
    }

    private static String solution(String id, int uses, String cause) {
        return "{\"id\":\"" + id
                + "\",\"agent\":\"a\",\"timestamp\":\"2026-10-01T08:00:00Z\",\"problem\":{\"errorMessage\":\"the pool of "
                + "the shop is empty\"},\"solution\":{\"rootCause\":\"" + cause + "\"},\"verifiedCount\":" + uses + "}";
    }

    /** Of the labelled pairs of one kind in one store, those with one subject are compared with each other. */
    @Test
    void pairsAreNominatedInAStoreOfAllItems() throws Exception {
        Map<ItemKind, List<String>> items = new TreeMap<>();
        Map<Set<String>, String> expected = new HashMap<>();
        for (LabelledPair pair : LabelledPair.all()) {
            if (pair.label().equals("SAME") && pair.kind().isOfRuntime()) {
                items.computeIfAbsent(pair.kind(), _ -> new ArrayList<>())
                        .addAll(List.of(pair.one().toString(), pair.other().toString()));
                expected.put(Set.of(id(pair.one()), id(pair.other())), pair.form());
            }
        }
        for (Map.Entry<ItemKind, List<String>> kind : items.entrySet()) {
            write("a", kind.getKey(), kind.getValue());
        }
        Set<String> found = new HashSet<>();
        for (SimilarPair pair : suggested(plan(MergePolicy.DEFAULT, MergePlan.NONE))) {
            found.add(pair.one().fingerprint().toString().substring(0, 16));
            found.add(pair.other().fingerprint().toString().substring(0, 16));
        }
        long inAPair = expected.keySet().stream()
                .filter(pair -> pair.stream()
                        .allMatch(id -> found.contains(new Fingerprint(Fingerprint.ofId(id), 0)
                                .toString()
                                .substring(0, 16))))
                .count();
        assertThat((double) inAPair / expected.size()).isGreaterThanOrEqualTo(0.95);
    }

    private static String id(JsonObject item) {
        return item.string("id").orElseThrow();
    }

    private static List<SimilarPair> suggested(MergePlan plan) {
        return Stream.of(Verdict.SAME, Verdict.RELATED, Verdict.CONTRADICTORY)
                .flatMap(verdict -> plan.with(verdict).stream())
                .toList();
    }

    @Test
    void theBetterProvenItemIsFirst_andThePairIsExplained() throws Exception {
        write(
                "a",
                ItemKind.SOLUTION,
                List.of(
                        solution("1", 2, "The release of the connection is skipped for each order."),
                        solution("2", 9, "The release of the connection is not skipped for each order.")));
        MergePlan plan = plan(MergePolicy.DEFAULT, MergePlan.NONE);
        SimilarPair pair = plan.with(Verdict.CONTRADICTORY).getFirst();
        assertThat(pair.one().fingerprint().id()).isEqualTo(Fingerprint.ofId("2"));
        try (MemoryStore open = StoreKinds.openReadOnly(new LocalDisk(), store, StoreOptions.DEFAULT)) {
            Decision decision =
                    new MergePlanner(MergePolicy.DEFAULT).explain(open, pair).orElseThrow();
            assertThat(decision.reason()).isEqualTo("solution.rootCause: \"not\" against nothing");
        }
    }

    @Test
    void aPairIsNotExplained_afterAnItemChanged() throws Exception {
        write(
                "a",
                ItemKind.SOLUTION,
                List.of(solution("1", 2, "The release is skipped."), solution("2", 9, "The release is skipped.")));
        SimilarPair pair =
                plan(MergePolicy.DEFAULT, MergePlan.NONE).with(Verdict.SAME).getFirst();
        write(
                "a",
                ItemKind.SOLUTION,
                List.of(solution("1", 2, "The release is absent."), solution("2", 9, "The release is skipped.")));
        try (MemoryStore open = StoreKinds.openReadOnly(new LocalDisk(), store, StoreOptions.DEFAULT)) {
            assertThat(new MergePlanner(MergePolicy.DEFAULT).explain(open, pair))
                    .isEmpty();
        }
    }

    @Test
    void aPlanThatTakesOverAFormerOne_equalsOneFromScratch() throws Exception {
        List<String> items = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            items.add(solution("id-" + i, i, "The release " + i / 2 + " of the connection is skipped for each order."));
        }
        write("a", ItemKind.SOLUTION, items);
        MergePlan former = plan(MergePolicy.DEFAULT, MergePlan.NONE);
        items.set(7, solution("id-7", 7, "The release 44 of the connection is skipped for each order."));
        items.remove(30);
        write("a", ItemKind.SOLUTION, items);
        assertThat(described(plan(MergePolicy.DEFAULT, former)))
                .isNotEmpty()
                .containsExactlyInAnyOrderElementsOf(described(plan(MergePolicy.DEFAULT, MergePlan.NONE)));
    }

    private static List<String> described(MergePlan plan) {
        return Stream.of(Verdict.values())
                .flatMap(verdict -> plan.with(verdict).stream())
                .map(SimilarPair::toString)
                .toList();
    }

    @Test
    void aDamagedFileIsReported_andTheOthersAreCompared() throws Exception {
        write(
                "a",
                ItemKind.SOLUTION,
                List.of(solution("1", 2, "The release is skipped."), solution("2", 2, "The release is skipped.")));
        Files.createDirectories(store.resolve("b"));
        Files.write(store.resolve("b/solutions.json"), "[{\"id\":".getBytes(StandardCharsets.UTF_8));
        MergePlan plan = plan(MergePolicy.DEFAULT, MergePlan.NONE);
        assertThat(plan.count(Verdict.SAME)).isEqualTo(1);
        assertThat(plan.findings())
                .singleElement()
                .satisfies(finding -> assertThat(finding.where()).isEqualTo("b/solutions.json"));
    }

    @Test
    void theRankingNominatesForNewItems() throws Exception {
        write(
                "a",
                ItemKind.SOLUTION,
                List.of(
                        solution("1", 2, "one two three four five six seven eight nine ten"),
                        solution("2", 2, "alpha beta gamma delta epsilon zeta eta theta iota kappa")));
        List<Fingerprint> seen = new ArrayList<>();
        try (MemoryStore open = StoreKinds.openReadOnly(new LocalDisk(), store, StoreOptions.DEFAULT)) {
            open.scan(open.list(), Selection.ALL, collection -> collection.read(item -> seen.add(item.fingerprint())));
            MergePolicy onlyRanked = new MergePolicy(1, 1, 1, 0, 1, 10);
            assertThat(new MergePlanner(onlyRanked).plan(open, Selection.ALL).compared())
                    .isZero();
            assertThat(new MergePlanner(onlyRanked, _ -> seen)
                            .plan(open, Selection.ALL)
                            .compared())
                    .isEqualTo(1);
        }
    }
}
