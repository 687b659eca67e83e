package loom.aml.merge;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Stream;
import loom.aml.CaseSample;
import loom.aml.io.Disk;
import loom.aml.io.FaultyDisk;
import loom.aml.io.FaultyDisk.Fault;
import loom.aml.item.Fingerprint;
import loom.aml.item.ItemKind;
import loom.aml.merge.decide.Decision;
import loom.aml.merge.decide.Verdict;
import loom.aml.merge.nominate.Ranking;
import loom.aml.store.MemoryStore;
import loom.aml.store.Selection;
import loom.aml.store.StoreOptions;
import loom.aml.store.kind.StoreKinds;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Plans that take over what the last one kept beside the store. */
class KeptPlanTest {
    private static final long SEED = 20_261_203;
    private static final int ITEMS = 60;

    @TempDir
    Path folder;

    private Path store;
    private Path kept;

    @BeforeEach
    void makeStore() throws Exception {
        store = Files.createDirectories(folder.resolve(".loom/memory"));
        kept = folder.resolve(".loom/memory-state/merge/plan.bin");
        for (String agent : List.of("a", "b")) {
            List<String> items = new ArrayList<>();
            for (int i = 0; i < ITEMS; i++) {
                items.add(
                        solution(agent + i, "The release " + i / 2 + " of the connection is skipped for each order."));
            }
            write(agent, items);
        }
    }

    /** Writes a file whose time is long ago, so that its version is certain. */
    private void write(String agent, List<String> items) throws Exception {
        Path file = store.resolve(agent).resolve(ItemKind.SOLUTION.fileName());
        Files.createDirectories(file.getParent());
        boolean isNew = Files.notExists(file);
        Files.writeString(file, "[" + String.join(",", items) + "]");
        Instant time = Instant.parse("2026-10-01T08:00:00Z").plusSeconds(isNew ? 0 : items.hashCode() & 0xffff);
        Files.setLastModifiedTime(file, FileTime.from(time));
    }

    private static String solution(String id, String cause) {
        return "{\"id\":\"" + id
                + "\",\"agent\":\"a\",\"timestamp\":\"2026-10-01T08:00:00Z\",\"problem\":{\"errorMessage\":\"the pool of "
                + "the shop is empty\"},\"solution\":{\"rootCause\":\"" + cause + "\"}}";
    }

    /** A use of an open store. */
    private interface Use<T> {
        T of(MemoryStore store) throws Exception;
    }

    /** Opens the store on a disk whose clock is ahead, so that the versions of files are certain. */
    private <T> T opened(Use<T> use) throws Exception {
        return opened(new FaultyDisk().later(Duration.ofMinutes(1)), use);
    }

    private <T> T opened(Disk disk, Use<T> use) throws Exception {
        try (MemoryStore open = StoreKinds.openReadOnly(disk, store, StoreOptions.DEFAULT)) {
            return use.of(open);
        }
    }

    private List<String> incremental() throws Exception {
        return described(opened(open -> new MergePlanner(MergePolicy.DEFAULT).planIncrementally(open)));
    }

    private List<String> fromScratch() throws Exception {
        return described(
                opened(open -> new MergePlanner(MergePolicy.DEFAULT).plan(open, Selection.ALL, MergePlan.NONE)));
    }

    private static List<String> described(MergePlan plan) {
        return Stream.of(Verdict.values())
                .flatMap(verdict -> plan.with(verdict).stream())
                .map(SimilarPair::toString)
                .sorted()
                .toList();
    }

    @Test
    void aPlanFromTheKeptOneEqualsOneFromScratch_afterEachChange() throws Exception {
        assertThat(incremental()).isNotEmpty().isEqualTo(fromScratch());
        assertThat(incremental()).isEqualTo(fromScratch());
        List<String> items = new ArrayList<>();
        for (int i = 0; i < ITEMS; i++) {
            items.add(solution("c" + i, "The release " + i / 3 + " of the connection is skipped for each order."));
        }
        write("a", items);
        assertThat(incremental()).isEqualTo(fromScratch());
        items.replaceAll(item -> item.replace("\"id\":\"c", "\"id\":\"d"));
        items.remove(30);
        write("b", items);
        assertThat(incremental()).isEqualTo(fromScratch());
        Files.delete(store.resolve("a").resolve(ItemKind.SOLUTION.fileName()));
        assertThat(incremental()).isEqualTo(fromScratch());
    }

    @Test
    void ofAnUnchangedStoreNothingIsRead_andTheFileIsNotWritten() throws Exception {
        List<String> first = incremental();
        Files.setLastModifiedTime(kept, FileTime.from(Instant.EPOCH));
        FaultyDisk disk = new FaultyDisk().later(Duration.ofMinutes(1));
        MergePlan plan = opened(disk, open -> new MergePlanner(MergePolicy.DEFAULT).planIncrementally(open));
        assertThat(described(plan)).isEqualTo(first);
        assertThat(disk.calls().stream()
                        .filter(call -> call.name().equals("open"))
                        .map(call -> call.path().getFileName().toString()))
                .contains("plan.bin")
                .doesNotContain(ItemKind.SOLUTION.fileName());
        assertThat(Files.getLastModifiedTime(kept)).isEqualTo(FileTime.from(Instant.EPOCH));
    }

    @ParameterizedTest
    @EnumSource(
            value = Fault.class,
            names = {"ERROR", "FULL", "SHORT_WRITE", "KILL"})
    void aFaultAtAnyCall_costsTimeOnly(Fault fault) throws Exception {
        List<String> expected = fromScratch();
        Map<Path, String> before = content(store);
        FaultyDisk counting = new FaultyDisk().later(Duration.ofMinutes(1));
        opened(counting, open -> new MergePlanner(MergePolicy.DEFAULT).planIncrementally(open));
        Files.delete(kept);
        for (int call : CaseSample.between(1, counting.calls().size())) {
            FaultyDisk disk = new FaultyDisk().later(Duration.ofMinutes(1)).failingAt(call, fault);
            try {
                opened(disk, open -> new MergePlanner(MergePolicy.DEFAULT).planIncrementally(open));
            } catch (IOException | FaultyDisk.Crash e) {
                // The store cannot be listed, or the process is killed.
            }
            assertThat(incremental()).as("%s at %d", fault, call).isEqualTo(expected);
            assertThat(content(store)).isEqualTo(before);
            Files.delete(kept);
        }
    }

    private static Map<Path, String> content(Path folder) throws IOException {
        Map<Path, String> content = new TreeMap<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                content.put(file, Files.readString(file));
            }
        }
        return content;
    }

    @Test
    void aMissingOrDamagedFileCostsTimeOnly() throws Exception {
        List<String> expected = incremental();
        byte[] content = Files.readAllBytes(kept);
        SplittableRandom random = new SplittableRandom(SEED);
        for (int i = 0; i < 200; i++) {
            byte[] damaged = content.clone();
            if (i % 2 == 0) {
                damaged[i < 80 ? i : random.nextInt(damaged.length)] ^= (byte) (1 + random.nextInt(255));
            } else {
                damaged = Arrays.copyOf(damaged, random.nextInt(damaged.length));
            }
            Files.write(kept, damaged);
            assertThat(incremental()).as("seed %d, round %d", SEED, i).isEqualTo(expected);
            assertThat(Files.readAllBytes(kept)).hasSize(content.length);
        }
        Files.delete(kept);
        assertThat(incremental()).isEqualTo(expected);
    }

    @Test
    void aPlanOfASelectionTakesVerdictsOver_andWritesNothing() throws Exception {
        incremental();
        byte[] before = Files.readAllBytes(kept);
        FileTime written = Files.getLastModifiedTime(kept);
        write("b", List.of(solution("new", "The release 1 of the connection is skipped for each order.")));
        Selection within = new Selection(Set.of("a"), EnumSet.allOf(ItemKind.class));
        for (Selection selection : List.of(Selection.ALL, within)) {
            assertThat(described(opened(open -> new MergePlanner(MergePolicy.DEFAULT).plan(open, selection))))
                    .isEqualTo(described(opened(
                            open -> new MergePlanner(MergePolicy.DEFAULT).plan(open, selection, MergePlan.NONE))));
        }
        assertThat(Files.readAllBytes(kept)).isEqualTo(before);
        assertThat(Files.getLastModifiedTime(kept)).isEqualTo(written);
    }

    @Test
    void aDirectoryInPlaceOfTheFile_isLeftAlone() throws Exception {
        Files.createDirectories(kept.resolve("of-a-user"));
        assertThat(incremental()).isEqualTo(fromScratch());
        assertThat(kept.resolve("of-a-user")).isDirectory();
    }

    @Test
    void anotherPolicyDecidesAgain() throws Exception {
        incremental();
        MergePolicy others = new MergePolicy(1, 1, 1, 0.65, 0.6, 0);
        assertThat(described(opened(open -> new MergePlanner(others).planIncrementally(open))))
                .isEqualTo(
                        described(opened(open -> new MergePlanner(others).plan(open, Selection.ALL, MergePlan.NONE))))
                .isNotEqualTo(fromScratch());
    }

    /** Somebody else may have written the file: a pair that it calls the same is explained by what the items say now. */
    @Test
    void verdictsOfTheFile_areDecidedAgain() throws Exception {
        write("a", List.of(solution("1", "The release is skipped for each order.")));
        write("b", List.of(solution("2", "The release is not skipped for each order.")));
        MergePlan honest = opened(open -> new MergePlanner(MergePolicy.DEFAULT).planIncrementally(open));
        assertThat(honest.with(Verdict.CONTRADICTORY)).hasSize(1);
        Pairs.Builder lie = new Pairs.Builder(honest.signatures(), 1);
        lie.set(0, new Pairs.Judged(1, Verdict.SAME, 1));
        MergePlan forged = new MergePlan(honest.signatures(), lie.build(new long[0]), List.of(), MergePolicy.DEFAULT);
        Decision decision = opened(open -> {
            new KeptPlan(open.place()).write(forged);
            MergePlanner planner = new MergePlanner(MergePolicy.DEFAULT);
            SimilarPair pair =
                    planner.planIncrementally(open).with(Verdict.SAME).getFirst();
            return planner.explain(open, pair).orElseThrow();
        });
        assertThat(decision.verdict()).isEqualTo(Verdict.CONTRADICTORY);
    }

    @Test
    void aPairOfTheRankingIsKept_whileItsItemsDoNotChange() throws Exception {
        MergePolicy onlyRanked = new MergePolicy(1, 1, 1, 0, 1, 10);
        write("a", List.of(solution("1", "alpha beta gamma delta epsilon zeta eta theta iota kappa")));
        write("b", List.of(solution("2", "one two three four five six seven eight nine ten")));
        List<Fingerprint> seen = new ArrayList<>();
        Ranking ranking = _ -> seen;
        opened(open -> open.scan(
                open.list(), Selection.ALL, collection -> collection.read(item -> seen.add(item.fingerprint()))));
        assertThat(opened(open -> new MergePlanner(onlyRanked, ranking).planIncrementally(open))
                        .compared())
                .isEqualTo(1);
        write("c", List.of(solution("3", "red green blue")));
        assertThat(opened(open -> new MergePlanner(onlyRanked).planIncrementally(open))
                        .compared())
                .isEqualTo(1);
        write("b", List.of(solution("2", "other words entirely")));
        assertThat(opened(open -> new MergePlanner(onlyRanked).planIncrementally(open))
                        .compared())
                .isZero();
    }
}
