package loom.aml.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import loom.aml.TestItem;
import loom.aml.TestStore;
import loom.aml.io.Encoding;
import loom.aml.item.CollectionReader;
import loom.aml.item.ForeignElement;
import loom.aml.item.Item;
import loom.aml.item.ItemKey;
import loom.aml.item.ItemKind;
import loom.aml.item.Revision;
import loom.aml.json.JsonObject;
import org.junit.jupiter.api.Test;

/** The promises of a store that keeps its items in JSON collections, beyond those of {@link MemoryStoreContract}. */
public abstract class CollectionStoreContract {

    /** Puts a file into the store, before it is opened or as another program would while it is open. */
    protected abstract void put(String path, byte[] bytes) throws IOException;

    /** The text of a file of the store. */
    protected abstract String text(String path) throws IOException;

    protected abstract MemoryStore open(int threads) throws IOException;

    protected abstract MemoryStore openReadOnly() throws IOException;

    /** Where a store that is open writes down its changes. */
    protected abstract ChangeLog log(MemoryStore store) throws IOException;

    private void put(String path, TestItem... items) throws IOException {
        put(path, TestItem.collection(items).getBytes(UTF_8));
    }

    private static Cause byHand(Reason reason) {
        return new Cause("by_hand", "a test wants it gone", reason);
    }

    private static final Cause UNWANTED = byHand(Reason.MANUAL_DELETION);

    private static List<ScanResult<List<String>>> ids(MemoryStore store, Selection selection) throws IOException {
        return store.scan(store.list(), selection, file -> {
            List<String> ids = new ArrayList<>();
            file.read(item -> ids.add(item.id()));
            return ids;
        });
    }

    private static <R> List<String> paths(List<ScanResult<R>> scanned) {
        return scanned.stream().map(file -> file.file().path()).toList();
    }

    /** Takes the items of these ids out of every file that holds one. */
    private static ChangeSet without(MemoryStore store, String... unwanted) throws IOException {
        List<StoreChange> changes = new ArrayList<>();
        for (ScanResult<List<Removal>> scanned : store.scan(store.list(), Selection.ALL, file -> {
            List<Removal> removals = new ArrayList<>();
            file.read(item -> {
                if (Set.of(unwanted).contains(String.valueOf(item.id()))) {
                    removals.add(Removal.of(item, UNWANTED));
                }
            });
            return removals;
        })) {
            if (scanned instanceof ScanResult.Read<List<Removal>> read
                    && !read.result().isEmpty()) {
                changes.add(new CollectionChange.Rewrite(read.file(), read.state(), read.result(), null));
            }
        }
        return new ChangeSet(changes);
    }

    private List<FileOutcome> apply(MemoryStore store, ChangeSet changes) throws IOException {
        return store.apply(changes, log(store), Progress.NONE);
    }

    // Scanning

    @Test
    public void scan_goesByAgentKindAndName() throws IOException {
        put("b/solutions.json", TestItem.solution("1"));
        put("a/decisions.json", TestItem.decision("2"));
        put("b/patterns.json.gz", TestStore.gzip(TestItem.collection(TestItem.pattern("3"))));
        put("b/patterns.json", TestItem.pattern("4"));
        put("a/patterns.json", TestItem.pattern("5"));

        try (MemoryStore store = openReadOnly()) {
            assertThat(paths(ids(store, Selection.ALL)))
                    .containsExactly(
                            "a/patterns.json",
                            "a/decisions.json",
                            "b/patterns.json",
                            "b/patterns.json.gz",
                            "b/solutions.json");
        }
    }

    @Test
    public void scan_readsWhatIsSelected() throws IOException {
        for (String agent : List.of("a", "b", "c")) {
            for (ItemKind kind : ItemKind.RUNTIME) {
                put(agent + "/" + kind.fileName(), "[]".getBytes(UTF_8));
            }
        }

        try (MemoryStore store = openReadOnly()) {
            assertThat(paths(ids(store, Selection.ofAgents(Set.of("a", "c", "no one")))))
                    .containsExactly(
                            "a/patterns.json",
                            "a/solutions.json",
                            "a/decisions.json",
                            "c/patterns.json",
                            "c/solutions.json",
                            "c/decisions.json");
            assertThat(paths(ids(store, new Selection(Set.of("b"), EnumSet.of(ItemKind.DECISION)))))
                    .containsExactly("b/decisions.json");
        }
    }

    @Test
    public void scan_givesTheSameHoweverManyThreadsWork() throws IOException {
        Random random = new Random(5);
        for (int agent = 0; agent < 12; agent++) {
            for (ItemKind kind : ItemKind.RUNTIME) {
                TestItem[] items = Stream.generate(() -> TestItem.pattern(TestItem.uuid("" + random.nextInt())))
                        .limit(random.nextInt(20))
                        .toArray(TestItem[]::new);
                put("agent-" + agent + "/" + kind.fileName(), items);
            }
        }
        put("agent-3/patterns.json", "[1, ".getBytes(UTF_8));

        List<ScanResult<List<String>>> alone;
        try (MemoryStore store = open(1)) {
            alone = ids(store, Selection.ALL);
        }
        for (int threads : new int[] {2, 3, 64}) {
            try (MemoryStore store = open(threads)) {
                assertThat(ids(store, Selection.ALL)).isEqualTo(alone);
            }
        }
    }

    @Test
    public void scan_reportsWhatItRead() throws IOException {
        String text = " [ " + TestItem.pattern("ä").toLine() + ", 7, null ] ";
        put("a/patterns.json", text.getBytes(UTF_8));
        put("a/patterns.json.gz", TestStore.gzip(text));

        try (MemoryStore store = openReadOnly()) {
            List<ScanResult<String>> scanned = store.scan(store.list(), Selection.ALL, file -> {
                StringBuilder seen = new StringBuilder(file.file() + " "
                        + (file.isCompressed() ? Encoding.GZIP : Encoding.PLAIN) + " " + file.hasTwin());
                int elements = file.read(new CollectionReader.Visitor() {
                    @Override
                    public void item(Item item) {
                        seen.append(" item ").append(item.ordinal());
                    }

                    @Override
                    public void stranger(ForeignElement element) {
                        seen.append(" stranger ").append(element.ordinal());
                    }
                });
                return seen.append(" of ").append(elements).toString();
            });

            assertThat(scanned).hasSize(2).allSatisfy(file -> {
                ScanResult.Read<String> read = (ScanResult.Read<String>) file;
                Encoding encoding = file.file().suffixed() ? Encoding.GZIP : Encoding.PLAIN;
                assertThat(read.elements()).isEqualTo(3);
                assertThat(read.textBytes()).isEqualTo(text.getBytes(UTF_8).length);
                assertThat(read.isCompressed()).isEqualTo(encoding == Encoding.GZIP);
                assertThat(read.result())
                        .isEqualTo(file.file() + " " + encoding + " true item 0 stranger 1 stranger 2 of 3");
                assertThat(read.state().isMissing()).isFalse();
            });
        }
    }

    @Test
    public void scan_leavesWhatIsDamagedAlone_andReadsTheRest() throws IOException {
        byte[] gzip = TestStore.gzip(TestItem.collection(TestItem.decision("1")));
        put(
                "a/patterns.json",
                (TestItem.collection(TestItem.pattern("1"), TestItem.pattern("2")) + "x").getBytes(UTF_8));
        put("a/solutions.json", TestItem.solution("3"));
        put("a/decisions.json", Arrays.copyOf(gzip, gzip.length - 1));

        try (MemoryStore store = openReadOnly()) {
            List<ScanResult<List<String>>> scanned = ids(store, Selection.ALL);

            assertThat(scanned.get(0)).isInstanceOfSatisfying(ScanResult.LeftAlone.class, damaged -> {
                assertThat(damaged.finding().kind()).isEqualTo(Finding.Kind.DAMAGED);
                assertThat(damaged.finding().where()).isEqualTo("a/patterns.json");
                assertThat(damaged.finding().offset()).isPresent();
            });
            assertThat(scanned.get(1))
                    .isInstanceOfSatisfying(
                            ScanResult.Read.class,
                            read -> assertThat(read.result()).isEqualTo(List.of("3")));
            assertThat(scanned.get(2)).isInstanceOf(ScanResult.LeftAlone.class);
        }
    }

    @Test
    public void scan_readsEmptyContent_asAnEmptyCollection() throws IOException {
        for (String empty : List.of("", " \n", "null", "[]", "\ufeff[ ]")) {
            put("a/patterns.json", empty.getBytes(UTF_8));
            try (MemoryStore store = openReadOnly()) {
                assertThat(ids(store, Selection.ALL))
                        .singleElement()
                        .isInstanceOfSatisfying(ScanResult.Read.class, read -> {
                            assertThat(read.elements()).isZero();
                            assertThat(read.result()).isEqualTo(List.of());
                        });
            }
        }
    }

    @Test
    public void list_reportsAgentsCollectionsAndOtherFiles() throws IOException {
        put("a/patterns.json", "[]".getBytes(UTF_8));
        put("b/context.json", "{}".getBytes(UTF_8));

        try (MemoryStore store = openReadOnly()) {
            StoreListing listing = store.list();
            assertThat(listing.agents()).containsExactly("a", "b");
            assertThat(listing.collections().keySet())
                    .containsExactly(new CollectionFile("a", ItemKind.PATTERN, false));
            assertThat(listing.otherFiles()).containsOnlyKeys("b/context.json");
            assertThat(listing.findings()).isEmpty();
            assertThat(store.location()).isNotEmpty();
        }
    }

    @Test
    public void pins_areNoneUntilSomethingIsPinned() throws IOException {
        try (MemoryStore store = openReadOnly()) {
            assertThat(store.pins().ids()).isEmpty();
        }
        put(Pins.PATH, Pins.NONE.with("1", TestStore.NOW).toJson().toString().getBytes(UTF_8));
        try (MemoryStore store = openReadOnly()) {
            assertThat(store.pins().ids()).containsExactly("1");
        }
    }

    @Test
    public void pins_thatCannotBeRead_areNotTreatedAsEmpty() throws IOException {
        for (String broken : List.of("", "{", "[]", "{\"version\": 2, \"pins\": []}", "{\"version\": 1}")) {
            put(Pins.PATH, broken.getBytes(UTF_8));
            try (MemoryStore store = openReadOnly()) {
                assertThatThrownBy(store::pins).isInstanceOf(IOException.class).hasMessageContaining("pins.json");
            }
        }
    }

    // Changing

    @Test
    public void apply_removesTheGivenItems_andNothingElse() throws IOException {
        String kept = TestItem.pattern("2").withRaw("x", "2.50").toString();
        put("a/patterns.json", ("[\n  " + TestItem.pattern("1") + ",\n  " + kept + "\n]").getBytes(UTF_8));

        try (MemoryStore store = open(1)) {
            List<FileOutcome> outcomes = apply(store, without(store, "1"));

            assertThat(outcomes).singleElement().satisfies(outcome -> {
                assertThat(outcome.isCommitted()).isTrue();
                assertThat(outcome.change()).isEqualTo(StoreChange.Kind.REWRITE);
                assertThat(outcome.removedItems()).isEqualTo(1);
                assertThat(outcome.removed()).containsOnlyKeys(FileOutcome.Tally.of(UNWANTED));
                assertThat(outcome.bytesBefore()).isGreaterThan(outcome.bytesAfter());
                assertThat(outcome.findings()).isEmpty();
                assertThat(outcome.agent()).isEqualTo("a");
            });
        }
        assertThat(text("a/patterns.json")).isEqualTo("[\n  " + kept + "\n]");
    }

    @Test
    public void apply_givesOutcomesInTheOrderOfTheSet() throws IOException {
        for (String path : List.of("b/patterns.json", "a/patterns.json.gz", "a/patterns.json", "a/solutions.json")) {
            put(path, TestItem.pattern("1"), TestItem.pattern("2"));
        }
        for (int threads : new int[] {1, 4}) {
            try (MemoryStore store = open(threads)) {
                List<StoreChange> changes = new ArrayList<>(
                        without(store, Integer.toString(threads == 1 ? 1 : 2)).changes());
                Collections.shuffle(changes, new Random(threads));

                List<FileOutcome> outcomes = apply(store, new ChangeSet(changes));

                assertThat(outcomes)
                        .extracting(FileOutcome::path)
                        .containsExactlyElementsOf(
                                changes.stream().map(StoreChange::path).toList());
                assertThat(outcomes).allMatch(FileOutcome::isCommitted);
            }
        }
    }

    @Test
    public void apply_reportsItsProgress() throws IOException {
        put("a/patterns.json", TestItem.pattern("1"));
        put("a/solutions.json", TestItem.solution("1"));
        List<String> told = new ArrayList<>();

        try (MemoryStore store = open(1)) {
            store.apply(without(store, "1"), log(store), (done, total) -> told.add(done + "/" + total));
        }

        assertThat(told).containsExactly("1/2", "2/2");
    }

    @Test
    public void apply_ofNothing_isNothing() throws IOException {
        try (MemoryStore store = open(1)) {
            assertThat(apply(store, ChangeSet.NONE)).isEmpty();
        }
    }

    @Test
    public void apply_keepsItemChangedSincePlanned_andSaysSo() throws IOException {
        put("a/patterns.json", TestItem.pattern("1"), TestItem.pattern("2"), TestItem.pattern("3"));
        TestItem used = TestItem.pattern("1").with("metrics.executionCount", 21);

        try (MemoryStore store = open(1)) {
            ChangeSet planned = without(store, "1", "3");
            put("a/patterns.json", TestItem.pattern("0"), used, TestItem.pattern("2"), TestItem.pattern("3"));

            List<FileOutcome> outcomes = apply(store, planned);

            assertThat(outcomes).singleElement().satisfies(outcome -> {
                assertThat(outcome.removedItems()).isEqualTo(1);
                assertThat(outcome.findings()).singleElement().satisfies(finding -> {
                    assertThat(finding.kind()).isEqualTo(Finding.Kind.CHANGED);
                    assertThat(finding.where()).isEqualTo("a/pattern/1");
                });
            });
        }
        assertThat(text("a/patterns.json"))
                .isEqualTo(TestItem.collection(TestItem.pattern("0"), used, TestItem.pattern("2")));
    }

    @Test
    public void apply_ofWhatIsGoneByNow_doesNothing() throws IOException {
        put("a/patterns.json", TestItem.pattern("1"), TestItem.pattern("2"));

        try (MemoryStore store = open(1)) {
            ChangeSet planned = without(store, "1");
            put("a/patterns.json", TestItem.pattern("2"));

            assertThat(apply(store, planned)).singleElement().satisfies(outcome -> {
                assertThat(outcome.isCommitted()).isFalse();
                assertThat(outcome.findings()).isEmpty();
            });
        }
        assertThat(text("a/patterns.json")).isEqualTo(TestItem.collection(TestItem.pattern("2")));
    }

    @Test
    public void apply_takesADuplicateOnlyBesideTheItemThatStays() throws IOException {
        TestItem item = TestItem.pattern("1");
        put("a/patterns.json", item, item);
        put("b/patterns.json", item, item);

        try (MemoryStore store = open(1)) {
            List<StoreChange> changes = new ArrayList<>();
            for (ScanResult<List<Removal>> scanned : store.scan(store.list(), Selection.ALL, file -> {
                List<Removal> removals = new ArrayList<>();
                file.read(each -> {
                    if (each.ordinal() == 1) {
                        removals.add(Removal.of(
                                each,
                                byHand(Reason.DUPLICATE),
                                new Removal.Survivor(file.file(), file.state(), each.fingerprint())));
                    }
                });
                return removals;
            })) {
                ScanResult.Read<List<Removal>> read = (ScanResult.Read<List<Removal>>) scanned;
                changes.add(new CollectionChange.Rewrite(read.file(), read.state(), read.result(), null));
            }
            put("a/patterns.json", item);

            List<FileOutcome> outcomes = apply(store, new ChangeSet(changes));

            assertThat(outcomes.get(0).isCommitted()).as("only one is left").isFalse();
            assertThat(outcomes.get(1).removedItems()).isEqualTo(1);
        }
        assertThat(text("a/patterns.json")).isEqualTo(TestItem.collection(item));
        assertThat(text("b/patterns.json")).isEqualTo(TestItem.collection(item));
    }

    @Test
    public void apply_keepsADuplicateWhoseSurvivorsFileWasWritten() throws IOException {
        TestItem item = TestItem.pattern("1");
        put("a/patterns.json", item);
        put("a/patterns.json.gz", item);

        try (MemoryStore store = open(1)) {
            StoreListing listing = store.list();
            CollectionFile plain = new CollectionFile("a", ItemKind.PATTERN, false);
            List<Removal> removals = new ArrayList<>();
            store.scan(
                    store.list(),
                    Selection.ALL,
                    file -> file.read(each -> {
                        if (file.file().suffixed()) {
                            removals.add(Removal.of(
                                    each,
                                    byHand(Reason.DUPLICATE),
                                    new Removal.Survivor(
                                            plain, listing.collections().get(plain), each.fingerprint())));
                        }
                    }));
            put("a/patterns.json", TestItem.pattern("2"));
            put("a/patterns.json.gz", item, TestItem.pattern("3"));

            List<FileOutcome> outcomes = apply(
                    store,
                    new ChangeSet(List.of(new CollectionChange.Rewrite(
                            plain.twin(), listing.collections().get(plain.twin()), removals, null))));

            assertThat(outcomes).singleElement().satisfies(outcome -> {
                assertThat(outcome.isCommitted()).isFalse();
                assertThat(outcome.findings()).singleElement().satisfies(finding -> {
                    assertThat(finding.kind()).isEqualTo(Finding.Kind.CHANGED);
                    assertThat(finding.what()).startsWith("1 duplicates were kept");
                });
            });
        }
    }

    @Test
    public void explanation_readsTheReasonsFromTheStore() throws IOException {
        put("a/patterns.json", TestItem.pattern("1"), TestItem.pattern("2"), TestItem.pattern("3"));
        put("b/patterns.json", TestItem.pattern("1"));

        try (MemoryStore store = openReadOnly()) {
            ChangeSet planned = without(store, "1", "3");
            put("b/patterns.json", TestItem.pattern("1"), TestItem.pattern("2"));
            List<JsonObject> explained = new ArrayList<>();
            Explanation.read(store, planned, explanation -> explained.add(explanation.toJson()));

            assertThat(explained)
                    .as("what changed since is passed over")
                    .extracting(JsonObject::toString)
                    .containsExactly(
                            "{\"agent\":\"a\",\"kind\":\"pattern\",\"id\":\"1\",\"strategy\":\"by_hand\","
                                    + "\"reason\":\"manual_deletion\",\"rule\":\"a test wants it gone\",\"values\":{}}",
                            "{\"agent\":\"a\",\"kind\":\"pattern\",\"id\":\"3\",\"strategy\":\"by_hand\","
                                    + "\"reason\":\"manual_deletion\",\"rule\":\"a test wants it gone\",\"values\":{}}");
            assertThat(planned.removals()).hasSize(3);
        }
    }

    // Single items

    private static ItemKey key(String agent, ItemKind kind, String id) {
        return new ItemKey(agent, kind, id);
    }

    private static ItemChange.Put put(ItemKey key, TestItem item, Precondition precondition) {
        return new ItemChange.Put(key, item.toString().getBytes(UTF_8), precondition);
    }

    private List<Finding> change(MemoryStore store, ItemChange... changes) throws IOException {
        ResolvedChanges resolved = store.changes(List.of(changes));
        List<Finding> findings = new ArrayList<>(resolved.findings());
        apply(store, resolved.changes()).forEach(outcome -> findings.addAll(outcome.findings()));
        return findings;
    }

    @Test
    public void put_ofNewItem_appendsIt_inTheLayoutOfItsNeighbours() throws IOException {
        put("a/patterns.json", "[\n  {\n    \"id\": \"1\",\n    \"n\": 2.50\n  }\n]\n".getBytes(UTF_8));
        put("b/patterns.json", "[{\"id\":\"1\"}]".getBytes(UTF_8));
        byte[] item = "{\"id\" : \"2\", \"n\": [1e3, {}]}".getBytes(UTF_8);

        try (MemoryStore store = open(1)) {
            assertThat(change(
                            store,
                            new ItemChange.Put(key("a", ItemKind.PATTERN, "2"), item, Precondition.ABSENT),
                            new ItemChange.Put(key("b", ItemKind.PATTERN, "2"), item, Precondition.ABSENT)))
                    .isEmpty();
        }

        assertThat(text("a/patterns.json"))
                .isEqualTo("[\n  {\n    \"id\": \"1\",\n    \"n\": 2.50\n  },\n  {\n    \"id\": \"2\",\n    \"n\": [\n"
                        + "      1e3,\n      {}\n    ]\n  }\n]\n");
        assertThat(text("b/patterns.json")).isEqualTo("[{\"id\":\"1\"},{\"id\":\"2\",\"n\":[1e3,{}]}]");
    }

    @Test
    public void put_intoAnEmptyOrMissingCollection_makesIt() throws IOException {
        put("a/patterns.json", "null".getBytes(UTF_8));
        put("a/solutions.json", "[]".getBytes(UTF_8));
        TestItem pattern = TestItem.pattern("1");

        try (MemoryStore store = open(1)) {
            assertThat(change(
                            store,
                            put(key("a", ItemKind.PATTERN, "1"), pattern, Precondition.ABSENT),
                            put(key("a", ItemKind.SOLUTION, "1"), TestItem.solution("1"), Precondition.ABSENT),
                            put(key("new", ItemKind.DECISION, "1"), TestItem.decision("1"), Precondition.ABSENT)))
                    .isEmpty();

            for (ItemKey key : List.of(
                    key("a", ItemKind.PATTERN, "1"),
                    key("a", ItemKind.SOLUTION, "1"),
                    key("new", ItemKind.DECISION, "1"))) {
                assertThat(store.get(key)).as(key.toString()).isPresent();
            }
        }
    }

    @Test
    public void put_ofAnExistingItem_replacesItWhereItIs_andNothingElse() throws IOException {
        TestItem first = TestItem.pattern("1");
        TestItem last = TestItem.pattern("3");
        TestItem changed = TestItem.pattern("2").with("metrics.successRate", 0.25);
        put("a/patterns.json", first, TestItem.pattern("2"), last);
        ItemKey key = key("a", ItemKind.PATTERN, "2");

        try (MemoryStore store = open(1)) {
            Revision seen = store.get(key).orElseThrow().revision();

            assertThat(change(store, put(key, changed, Precondition.revision(seen))))
                    .isEmpty();

            assertThat(store.get(key).orElseThrow().revision()).isNotEqualTo(seen);
        }
        assertThat(text("a/patterns.json")).isEqualTo(TestItem.collection(first, changed, last));
    }

    @Test
    public void put_beside_otherPutsOfTheSameItem_seesThem() throws IOException {
        put("a/patterns.json", TestItem.pattern("0"));
        ItemKey key = key("a", ItemKind.PATTERN, "1");

        try (MemoryStore store = open(1)) {
            List<Finding> findings = change(
                    store,
                    put(key, TestItem.pattern("1"), Precondition.ABSENT),
                    put(key, TestItem.pattern("1").with("metrics.successRate", 0.5), Precondition.ABSENT),
                    put(key, TestItem.pattern("1").with("metrics.successRate", 0.6), Precondition.PRESENT));

            assertThat(findings).extracting(Finding::kind).containsExactly(Finding.Kind.CONFLICT);
            assertThat(store.get(key).orElseThrow().fields().successRate()).hasValue(0.6);
        }
    }

    @Test
    public void put_ofTextThatIsNotTheItem_isRefused() throws IOException {
        try (MemoryStore store = open(1)) {
            for (String text : List.of("{\"id\":\"2\"}", "[]", "{\"id\":\"1\"", "{}", "")) {
                ItemChange put =
                        new ItemChange.Put(key("a", ItemKind.PATTERN, "1"), text.getBytes(UTF_8), Precondition.NONE);
                assertThatThrownBy(() -> store.changes(List.of(put)))
                        .as(text)
                        .isInstanceOf(IllegalArgumentException.class);
            }
            assertThatThrownBy(() -> store.changes(
                            List.of(put(key("..", ItemKind.PATTERN, "1"), TestItem.pattern("1"), Precondition.NONE))))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    public void remove_takesAllDuplicatesOfAnItem_outOfBothFiles() throws IOException {
        TestItem item = TestItem.pattern("1");
        put("a/patterns.json", item, TestItem.pattern("2"), item.with("metrics.successRate", 0.5));
        put("a/patterns.json.gz", TestItem.pattern("3"), TestItem.pattern("1"));
        ItemKey key = key("a", ItemKind.PATTERN, "1");

        try (MemoryStore store = open(1)) {
            assertThat(change(store, new ItemChange.Remove(key, UNWANTED, Precondition.PRESENT)))
                    .isEmpty();

            assertThat(store.get(key)).isEmpty();
            assertThat(ids(store, Selection.ALL))
                    .extracting(file -> ((ScanResult.Read<List<String>>) file).result())
                    .containsExactly(List.of("2"), List.of("3"));
        }
    }
}
