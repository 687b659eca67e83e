package loom.aml.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.random.RandomGenerator;
import loom.aml.edit.EditPlan;
import loom.aml.io.DamagedException;
import loom.aml.item.Item;
import loom.aml.item.ItemKey;
import loom.aml.item.Revision;
import loom.aml.json.JsonObject;
import loom.aml.run.Execution;
import loom.aml.run.History;
import loom.aml.run.Report;
import loom.aml.run.Undo;
import loom.aml.store.log.RunRecord;
import org.junit.jupiter.api.Test;

/**
 * The promises of every {@link MemoryStore}, in terms of items alone. A subclass for each kind of store says how another program
 * writes such a store.
 */
public abstract class MemoryStoreContract {
    private static final Cause UNWANTED = new Cause("by_request", "a test removes it", Reason.MANUAL_DELETION);

    private final RandomGenerator random = new Random(20_261_201);

    /** Returns a key that items of the store can have. All keys are of one agent and kind. */
    protected abstract ItemKey key(String name);

    /** Returns an item as programs write it, with a field that aml does not know. It contains the word. */
    protected abstract byte[] item(ItemKey key, String word);

    /** Replaces the items of the store by these, as another program does, before the store is opened or while it is open. */
    protected abstract void write(Map<ItemKey, byte[]> items) throws IOException;

    /** Damages the data that holds all items of the store. */
    protected abstract void damage() throws IOException;

    /** Returns everything in the store, byte for byte. */
    protected abstract SortedMap<String, String> stored() throws IOException;

    /** Opens the store for changes. Between two calls the clock moves on. */
    protected abstract MemoryStore open() throws IOException;

    protected abstract MemoryStore openReadOnly() throws IOException;

    private void writeItems(String... names) throws IOException {
        write(items(names));
    }

    private Map<ItemKey, byte[]> items(String... names) {
        Map<ItemKey, byte[]> items = new LinkedHashMap<>();
        for (String name : names) {
            items.put(key(name), item(key(name), "original"));
        }
        return items;
    }

    private ItemChange.Put put(String name, String word, Precondition precondition) {
        return new ItemChange.Put(key(name), item(key(name), word), precondition);
    }

    private ItemChange.Remove remove(String name, Precondition precondition) {
        return new ItemChange.Remove(key(name), UNWANTED, precondition);
    }

    private static EditPlan plan(MemoryStore store, ItemChange... changes) throws IOException {
        return EditPlan.of(store, "edit", List.of(changes), JsonObject.builder().build());
    }

    private Report execute(MemoryStore store, Plan plan) throws IOException {
        return new Execution(store, random).execute(plan, Execution.Options.DEFAULT.withBackup(false));
    }

    private Report change(ItemChange... changes) throws IOException {
        try (MemoryStore store = open()) {
            return execute(store, plan(store, changes));
        }
    }

    private void undo(Report report) throws IOException {
        try (MemoryStore store = open()) {
            RunRecord run = new History(store)
                    .runs().stream()
                            .filter(one -> one.run().equals(report.run()))
                            .findFirst()
                            .orElseThrow();
            assertThat(execute(store, Undo.plan(store, run)).findings()).isEmpty();
        }
    }

    private byte[] text(String name) throws IOException {
        try (MemoryStore store = openReadOnly()) {
            return store.get(key(name)).orElseThrow().text();
        }
    }

    private Revision revision(String name) throws IOException {
        try (MemoryStore store = openReadOnly()) {
            return store.get(key(name)).orElseThrow().revision();
        }
    }

    // Reading

    @Test
    void scan_readsEveryItem_byteForByte() throws IOException {
        writeItems("a", "b", "c");
        Map<ItemKey, String> read = new LinkedHashMap<>();

        try (MemoryStore store = openReadOnly()) {
            store.scan(
                    store.list(),
                    Selection.ALL,
                    collection -> collection.read(item -> {
                        StoredItem stored = StoredItem.of(collection.file().agent(), item);
                        read.put(stored.key(), stored.json());
                    }));
        }

        Map<ItemKey, String> written = new LinkedHashMap<>();
        items("a", "b", "c").forEach((key, text) -> written.put(key, new String(text, UTF_8)));
        assertThat(read).isEqualTo(written);
    }

    @Test
    void scan_reportsDamagedData_andDoesNotTreatItAsEmpty() throws IOException {
        writeItems("a");
        damage();
        SortedMap<String, String> before = stored();

        try (MemoryStore store = openReadOnly()) {
            assertThat(store.scan(store.list(), Selection.ALL, collection -> collection.read(_ -> {})))
                    .isNotEmpty()
                    .allMatch(ScanResult.LeftAlone.class::isInstance);
        }
        assertThat(stored()).isEqualTo(before);
    }

    @Test
    void get_readsAnItemByItsKey() throws IOException {
        writeItems("a", "b");

        try (MemoryStore store = openReadOnly()) {
            StoredItem item = store.get(key("b")).orElseThrow();

            assertThat(item.key()).isEqualTo(key("b"));
            assertThat(item.text()).isEqualTo(item(key("b"), "original"));
            assertThat(item.revision()).isEqualTo(Revision.of(item.fields()));
            assertThat(store.get(key("c"))).isEmpty();
        }
    }

    @Test
    void get_fromDamagedData_failsRatherThanFindsNothing() throws IOException {
        writeItems("a");
        damage();

        try (MemoryStore store = openReadOnly()) {
            assertThatThrownBy(() -> store.get(key("a"))).isInstanceOf(IOException.class);
        }
    }

    @Test
    void read_ofPieces_givesTheBytesThatTheScanSaw_inAnyOrder() throws IOException {
        writeItems("a", "b", "c");
        int read = 0;

        try (MemoryStore store = openReadOnly()) {
            for (CollectionFile collection : store.list().collections().keySet()) {
                List<TextSlice> slices = new ArrayList<>();
                List<byte[]> expected = new ArrayList<>();
                Map<Integer, byte[]> pieces = new LinkedHashMap<>();
                store.read(collection, (Item item) -> {
                    slices.addFirst(new TextSlice(item.offset(), item.length()));
                    expected.addFirst(item.copyBytes());
                });
                store.read(collection, slices, pieces::put);
                assertThat(pieces).hasSameSizeAs(slices);
                pieces.forEach((place, bytes) -> assertThat(bytes).isEqualTo(expected.get(place)));
                read += pieces.size();
            }
        }

        assertThat(read).isEqualTo(3);
    }

    @Test
    void read_saysWhetherACollectionIsDamagedOrMissing() throws IOException {
        writeItems("a");

        try (MemoryStore store = openReadOnly()) {
            CollectionFile collection = store.list().collections().firstKey();
            damage();
            assertThatThrownBy(() -> store.read(collection, _ -> {})).isInstanceOf(DamagedException.class);
            assertThatThrownBy(() -> store.read(new CollectionFile("nobody", collection.kind(), false), _ -> {}))
                    .isInstanceOf(NoSuchFileException.class);
        }
    }

    @Test
    void version_changesWithTheItems_andOnlyWithThem() throws IOException {
        writeItems("a");

        try (MemoryStore store = openReadOnly()) {
            CollectionFile collection = store.list().collections().firstKey();
            Version first = store.list().collections().get(collection);
            Version second = store.list().collections().get(collection);
            write(Map.of(key("a"), item(key("a"), "other")));
            Version third = store.list().collections().get(collection);

            assertThat(second).isEqualTo(first);
            assertThat(second.text()).isEqualTo(first.text());
            assertThat(third).isNotEqualTo(first);
            assertThat(third.text()).isNotEqualTo(first.text());
            assertThat(third.isRacy(third.modified()))
                    .as("what is written in the same tick is not seen")
                    .isTrue();
        }
    }

    // Changing

    @Test
    void put_ofNewItem_addsIt_andKeepsTheOthersUnchanged() throws IOException {
        writeItems("a", "b");

        assertThat(change(put("c", "new", Precondition.ABSENT)).findings()).isEmpty();

        assertThat(text("a")).isEqualTo(item(key("a"), "original"));
        assertThat(text("b")).isEqualTo(item(key("b"), "original"));
        assertThat(new String(text("c"), UTF_8)).contains("new");
    }

    @Test
    void put_ofAnExistingItem_storesItsVeryBytes() throws IOException {
        writeItems("a", "b");

        assertThat(change(put("a", "changed", Precondition.revision(revision("a"))))
                        .findings())
                .isEmpty();

        assertThat(text("a")).isEqualTo(item(key("a"), "changed"));
        assertThat(text("b")).isEqualTo(item(key("b"), "original"));
    }

    @Test
    void put_whoseConditionDoesNotHold_isAConflict_thatNamesTheRevision() throws IOException {
        writeItems("a");
        Revision current = revision("a");
        SortedMap<String, String> before = stored();

        Report report = change(
                put("a", "changed", Precondition.revision(new Revision(1))),
                put("a", "changed", Precondition.ABSENT),
                put("b", "changed", Precondition.PRESENT),
                put("b", "changed", Precondition.revision(current)));

        assertThat(report.findings())
                .extracting(Finding::kind)
                .containsOnly(Finding.Kind.CONFLICT)
                .hasSize(4);
        assertThat(report.findings().getFirst().what()).contains(current.toString());
        assertThat(stored()).isEqualTo(before);
    }

    @Test
    void put_ofAnItemThatAnotherProgramWroteSincePlanned_isAConflict() throws IOException {
        writeItems("a");
        Revision seen = revision("a");

        try (MemoryStore store = open()) {
            EditPlan planned =
                    plan(store, put("a", "ours", Precondition.revision(seen)), put("b", "ours", Precondition.ABSENT));
            write(Map.of(key("a"), item(key("a"), "theirs"), key("b"), item(key("b"), "theirs")));
            SortedMap<String, String> theirs = stored();

            assertThat(execute(store, planned).findings())
                    .extracting(Finding::kind)
                    .containsExactly(Finding.Kind.CONFLICT, Finding.Kind.CONFLICT);
            assertThat(stored()).isEqualTo(theirs);
        }
    }

    @Test
    void put_besideItemsThatAnotherProgramWroteSincePlanned_keepsTheirs() throws IOException {
        writeItems("a");

        try (MemoryStore store = open()) {
            EditPlan planned = plan(store, put("b", "ours", Precondition.ABSENT));
            writeItems("a", "c");

            assertThat(execute(store, planned).findings()).isEmpty();
        }
        assertThat(text("c")).isEqualTo(item(key("c"), "original"));
        assertThat(new String(text("b"), UTF_8)).contains("ours");
    }

    @Test
    void changes_ofDamagedData_leaveItAlone() throws IOException {
        writeItems("a");
        damage();
        SortedMap<String, String> before = stored();

        assertThat(change(put("a", "new", Precondition.NONE)).findings())
                .extracting(Finding::kind)
                .containsExactly(Finding.Kind.DAMAGED);
        assertThat(change(remove("a", Precondition.NONE)).findings())
                .extracting(Finding::kind)
                .containsExactly(Finding.Kind.DAMAGED);
        assertThat(stored()).isEqualTo(before);
    }

    @Test
    void remove_takesOneItem_andLeavesTheOthersAsTheyAre() throws IOException {
        writeItems("a", "b", "c");

        assertThat(change(remove("b", Precondition.PRESENT)).findings()).isEmpty();

        try (MemoryStore store = openReadOnly()) {
            assertThat(store.get(key("b"))).isEmpty();
        }
        assertThat(text("a")).isEqualTo(item(key("a"), "original"));
        assertThat(text("c")).isEqualTo(item(key("c"), "original"));
    }

    @Test
    void remove_whoseConditionDoesNotHold_isAConflict() throws IOException {
        writeItems("a");
        SortedMap<String, String> before = stored();

        assertThat(change(remove("a", Precondition.revision(new Revision(1))), remove("b", Precondition.PRESENT))
                        .findings())
                .extracting(Finding::kind)
                .containsExactly(Finding.Kind.CONFLICT, Finding.Kind.CONFLICT);
        assertThat(stored()).isEqualTo(before);
    }

    @Test
    void remove_ofAnItemThatAnotherProgramWroteSincePlanned_keepsIt() throws IOException {
        writeItems("a", "b");

        try (MemoryStore store = open()) {
            EditPlan planned = plan(store, remove("a", Precondition.NONE), remove("b", Precondition.NONE));
            write(Map.of(key("a"), item(key("a"), "theirs"), key("b"), item(key("b"), "original")));

            assertThat(execute(store, planned).findings()).singleElement().satisfies(finding -> {
                assertThat(finding.kind()).isEqualTo(Finding.Kind.CHANGED);
                assertThat(finding.where()).isEqualTo(key("a").toString());
            });
        }
        assertThat(text("a")).isEqualTo(item(key("a"), "theirs"));
        try (MemoryStore store = openReadOnly()) {
            assertThat(store.get(key("b"))).isEmpty();
        }
    }

    @Test
    void undo_ofEveryChange_givesBackEveryByte() throws IOException {
        writeItems("a", "b", "c");
        SortedMap<String, String> before = stored();

        undo(change(put("d", "new", Precondition.ABSENT)));
        assertThat(stored()).isEqualTo(before);
        undo(change(put("b", "changed", Precondition.PRESENT)));
        assertThat(stored()).isEqualTo(before);
        undo(change(remove("a", Precondition.PRESENT), remove("c", Precondition.PRESENT)));
        assertThat(stored()).isEqualTo(before);
    }

    @Test
    void plan_thatIsNotExecuted_changesNothing() throws IOException {
        writeItems("a", "b");
        SortedMap<String, String> before = stored();

        try (MemoryStore store = openReadOnly()) {
            EditPlan planned = plan(store, put("a", "changed", Precondition.NONE), remove("b", Precondition.NONE));
            assertThat(planned.changes().isEmpty()).isFalse();
        }
        assertThat(stored()).isEqualTo(before);
    }

    @Test
    void apply_toAStoreThatWasOpenedForReading_isRefused() throws IOException {
        writeItems("a");
        SortedMap<String, String> before = stored();

        try (MemoryStore store = openReadOnly()) {
            EditPlan planned = plan(store, remove("a", Precondition.NONE));
            assertThatThrownBy(() -> execute(store, planned)).isInstanceOf(IllegalStateException.class);
        }
        assertThat(stored()).isEqualTo(before);
    }
}
