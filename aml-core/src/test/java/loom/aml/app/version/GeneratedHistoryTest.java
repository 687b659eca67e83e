package loom.aml.app.version;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import loom.aml.TestItem;
import loom.aml.TestOpener;
import loom.aml.TestStore;
import loom.aml.app.OpenStore;
import loom.aml.app.item.AddItem;
import loom.aml.app.item.EditItem;
import loom.aml.app.item.ItemChanged;
import loom.aml.app.item.RemoveItem;
import loom.aml.app.item.RevertItem;
import loom.aml.edit.ItemEdit;
import loom.aml.item.ItemKey;
import loom.aml.item.ItemKind;
import loom.aml.prune.PrunePolicy;
import loom.aml.prune.Pruner;
import loom.aml.prune.ReappearedItems;
import loom.aml.run.Execution;
import loom.aml.run.History;
import loom.aml.run.MergeRun;
import loom.aml.run.RecordedRun;
import loom.aml.store.MemoryStore;
import loom.aml.store.Selection;
import loom.aml.store.StoredItem;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Random histories of a store, of which a model knows every version of every item. */
class GeneratedHistoryTest {
    private static final String FILE = "debugger/solutions.json";
    private static final int STEPS = 40;

    @TempDir
    private Path directory;

    private TestStore store;
    private Random random = new Random(0);

    /** Every version of every item, with the time at which it began; empty after a removal. */
    private final Map<ItemKey, List<Moment>> model = new LinkedHashMap<>();

    private record Moment(Instant from, Optional<String> text) {}

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4})
    void logShowsEachVersionOnce_andEachMomentIsAsItWas(long seed) throws Exception {
        generate(seed);

        try (OpenStore opened = new TestOpener(store).forReading()) {
            for (Map.Entry<ItemKey, List<Moment>> item : model.entrySet()) {
                ListVersions.Result log =
                        new ListVersions(opened).run(new ListVersions.Request(item.getKey(), HistoryLimits.NONE));
                assertThat(log.findings()).isEmpty();
                assertThat(log.isComplete()).isTrue();
                assertThat(log.versions().reversed())
                        .as("versions of %s, seed %d", item.getKey(), seed)
                        .map(version -> version.isRemoval() ? "removed" : version.text())
                        .containsExactlyElementsOf(item.getValue().stream()
                                .map(moment -> moment.text.orElse("removed"))
                                .toList());
                for (Moment moment : item.getValue()) {
                    assertThat(at(opened, item.getKey(), moment.from))
                            .as("%s at %s, seed %d", item.getKey(), moment.from, seed)
                            .isEqualTo(moment.text);
                }
            }
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = 11)
    void revertToAnyVersion_givesItsBytesBack_andUndoTheStateBefore(long seed) throws Exception {
        generate(seed);

        for (ItemKey key : List.copyOf(model.keySet())) {
            for (Moment moment : model.getOrDefault(key, List.of())) {
                if (moment.text.isPresent()) {
                    String before = store.text(FILE);
                    ItemChanged changed = revert(key, moment.from);
                    assertThat(present(key)).isEqualTo(moment.text);
                    store.pass(Duration.ofSeconds(1));
                    if (!changed.isUnchanged()) {
                        store.undo(changed.report().orElseThrow().run());
                    }
                    assertThat(store.text(FILE))
                            .as("after the undo, seed %d", seed)
                            .isEqualTo(before);
                }
            }
        }
    }

    private ItemChanged revert(ItemKey key, Instant time) throws Exception {
        byte[] text;
        try (OpenStore opened = new TestOpener(store).forReading()) {
            text = new FindVersion(opened)
                    .run(new FindVersion.Request(key, new VersionChoice(time.toString(), Optional.of(time))))
                    .item()
                    .orElseThrow()
                    .text();
        }
        try (OpenStore opened = new TestOpener(store).forChange()) {
            return new RevertItem(opened).run(new RevertItem.Request(key, text, Optional.empty(), false));
        }
    }

    private static Optional<String> at(OpenStore opened, ItemKey key, Instant time) throws Exception {
        return new FindVersion(opened)
                .run(new FindVersion.Request(key, new VersionChoice(time.toString(), Optional.of(time))))
                .item()
                .map(StoredItem::json);
    }

    private void generate(long seed) throws Exception {
        random = new Random(seed);
        store = TestStore.in(directory)
                .put(FILE, solution("s0"), solution("s1"))
                .settled();
        observe(store.now());
        store.snapshot();
        for (int step = 0; step < STEPS; step++) {
            store.pass(Duration.ofSeconds(1 + random.nextInt(100)));
            observe(step(step));
        }
    }

    private TestItem solution(String name) {
        return TestItem.solution(TestItem.uuid(name)).with("problem.errorMessage", "cannot read " + random.nextInt());
    }

    /** Changes the store, and returns the time at which the change began or, if another program made it, was first seen. */
    private Instant step(int step) throws Exception {
        Instant began = store.now();
        switch (random.nextInt(11)) {
            case 0, 1 -> add("added" + step);
            case 2, 3, 4 -> edit("solution.fixApproach", "\"fix " + random.nextInt(3) + "\"");
            case 5 -> edit("effectiveness.worked", Boolean.toString(random.nextInt(3) == 0));
            case 6 -> remove();
            case 7 -> {
                return foreign();
            }
            case 8 ->
                store.run(open ->
                        new Pruner(PrunePolicy.DEFAULT, store.now()).plan(open, Selection.ALL, ReappearedItems.NONE));
            case 9 -> {
                if (random.nextBoolean()) {
                    store.snapshot();
                } else {
                    merge();
                }
            }
            default -> undo();
        }
        return began;
    }

    private void add(String name) throws Exception {
        // One in two has a twin, which a merge finds.
        String text = model.isEmpty() || random.nextBoolean()
                ? solution(name).toString()
                : anyPresent().map(StoredItem::json).orElse(solution(name).toString());
        try (OpenStore opened = new TestOpener(store).forChange()) {
            new AddItem(opened)
                    .run(new AddItem.Request(
                            ItemKind.SOLUTION,
                            "debugger",
                            text.replaceFirst("\"id\": *\"[^\"]*\"", "\"id\": \"" + TestItem.uuid(name) + "\"")
                                    .getBytes(UTF_8),
                            false));
        }
    }

    private void edit(String field, String json) throws Exception {
        Optional<StoredItem> item = anyPresent();
        if (item.isPresent()) {
            try (OpenStore opened = new TestOpener(store).forChange()) {
                new EditItem(opened)
                        .run(new EditItem.Request(
                                item.get().key(),
                                new ItemEdit.Fields(Map.of(field, json), Set.of()),
                                Optional.empty(),
                                false));
            }
        }
    }

    /** Another program changes an item between two snapshots. */
    private Instant foreign() throws Exception {
        Instant seen = store.now();
        Optional<StoredItem> item = anyPresent();
        if (item.isPresent()) {
            store.snapshot();
            String text = store.text(FILE)
                    .replace(item.get().json(), item.get().json().replace("cannot", "could not"));
            store.rewrite(FILE, text).settled();
            TestStore.passTick();
            seen = store.now();
            store.snapshot();
        }
        return seen;
    }

    private void remove() throws Exception {
        Optional<StoredItem> item = anyPresent();
        if (item.isPresent()) {
            try (OpenStore opened = new TestOpener(store).forChange()) {
                new RemoveItem(opened).run(new RemoveItem.Request(item.get().key(), "outdated", Optional.empty()));
            }
        }
    }

    private void merge() throws Exception {
        try (MemoryStore open = store.open()) {
            MergeRun run = new MergeRun(open);
            run.execute(run.plan(Selection.ALL, false), store.execution(open), Execution.Options.DEFAULT);
        }
    }

    private void undo() throws Exception {
        Optional<RecordedRun> run;
        try (MemoryStore open = store.openReadOnly()) {
            run = new History(open).latestUndoable();
        }
        if (run.isPresent()) {
            store.undo(run.get().run());
        }
    }

    private Optional<StoredItem> anyPresent() throws IOException {
        List<StoredItem> present = new ArrayList<>(all().values());
        return present.isEmpty() ? Optional.empty() : Optional.of(present.get(random.nextInt(present.size())));
    }

    private Map<ItemKey, StoredItem> all() throws IOException {
        Map<ItemKey, StoredItem> all = new LinkedHashMap<>();
        try (MemoryStore open = store.openReadOnly()) {
            open.scan(
                    open.list(),
                    Selection.ALL,
                    collection -> collection.read(item -> {
                        StoredItem stored = StoredItem.of("debugger", item);
                        all.put(stored.key(), stored);
                    }));
        }
        return all;
    }

    private Optional<String> present(ItemKey key) throws IOException {
        return Optional.ofNullable(all().get(key)).map(StoredItem::json);
    }

    /** Adds to the model what is different now. */
    private void observe(Instant time) throws IOException {
        Map<ItemKey, StoredItem> now = all();
        Set<ItemKey> keys = new TreeSet<>(model.keySet());
        keys.addAll(now.keySet());
        for (ItemKey key : keys) {
            Optional<String> text = Optional.ofNullable(now.get(key)).map(StoredItem::json);
            List<Moment> known = model.computeIfAbsent(key, _ -> new ArrayList<>());
            if (known.isEmpty() || !known.getLast().text.equals(text)) {
                known.add(new Moment(time, text));
            }
        }
    }
}
