package loom.aml.store.file;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import loom.aml.TestItem;
import loom.aml.TestStore;
import loom.aml.io.Disk;
import loom.aml.io.Encoding;
import loom.aml.io.FaultyDisk;
import loom.aml.io.TextInput;
import loom.aml.item.Item;
import loom.aml.item.ItemKey;
import loom.aml.item.ItemKind;
import loom.aml.item.Revision;
import loom.aml.item.SalvageReader;
import loom.aml.json.JsonObject;
import loom.aml.store.Cause;
import loom.aml.store.ChangeSet;
import loom.aml.store.CollectionChange;
import loom.aml.store.CollectionFile;
import loom.aml.store.DocumentChange;
import loom.aml.store.FileChange;
import loom.aml.store.FileOutcome;
import loom.aml.store.ItemChange;
import loom.aml.store.MemoryStore;
import loom.aml.store.Pins;
import loom.aml.store.Precondition;
import loom.aml.store.Progress;
import loom.aml.store.Reason;
import loom.aml.store.Removal;
import loom.aml.store.ScanResult;
import loom.aml.store.Selection;
import loom.aml.store.StoreChange;
import loom.aml.store.StoredItem;
import loom.aml.store.Version;
import loom.aml.store.log.Archive;
import loom.aml.store.log.Commit;
import loom.aml.store.log.LogFolder;
import loom.aml.store.log.RunLog;
import loom.aml.store.log.RunRecord;
import org.jspecify.annotations.Nullable;

/** A small store, and one kind of change to it. Planned again on a store in which it was made, the change is none. */
enum Scenario {
    REWRITE("debugger/patterns.json") {
        @Override
        ChangeSet changes(MemoryStore store) throws IOException {
            return without(store, null, "b");
        }
    },

    REWRITE_GZIP("debugger/solutions.json") {
        @Override
        ChangeSet changes(MemoryStore store) throws IOException {
            return without(store, null, "d", "f");
        }
    },

    REWRITE_OF_ALL_TO_GZIP("debugger/patterns.json") {
        @Override
        ChangeSet changes(MemoryStore store) throws IOException {
            return without(store, Encoding.GZIP, "a", "b", "c");
        }
    },

    REMOVE("debugger/decisions.json") {
        @Override
        void arrange(TestStore store) throws IOException {
            store.put(path(), "[]");
        }

        @Override
        ChangeSet changes(MemoryStore store) throws IOException {
            Version seen = store.list().collections().get(file());
            return seen == null
                    ? ChangeSet.NONE
                    : new ChangeSet(List.of(new FileChange.Remove(path(), seen, byHand(Reason.EMPTY_COLLECTION))));
        }
    },

    ADOPT("debugger/decisions.json") {
        @Override
        void arrange(TestStore store) throws IOException {
            store.putGzip(path() + ".gz", TestItem.decision("x"));
        }

        @Override
        ChangeSet changes(MemoryStore store) throws IOException {
            Version seen = store.list().collections().get(file().twin());
            return seen == null ? ChangeSet.NONE : new ChangeSet(List.of(new FileChange.Adopt(file().twin(), seen)));
        }
    },

    REPLACE("debugger/decisions.json") {
        @Override
        void arrange(TestStore store) throws IOException {
            String text = TestItem.collection(TestItem.decision("x"), TestItem.decision("y"));
            store.put(path(), text.substring(0, text.length() - 9));
        }

        @Override
        ChangeSet changes(MemoryStore store) throws IOException {
            List<StoreChange> changes = new ArrayList<>();
            for (ScanResult<Integer> scanned : store.scan(store.list(), Selection.ALL, file -> file.read(_ -> {}))) {
                if (scanned instanceof ScanResult.LeftAlone<Integer> damaged) {
                    changes.add(new FileChange.Replace(
                            file(), damaged.state(), byHand(Reason.FAILED_VALIDATION), Scenario::salvage));
                }
            }
            return new ChangeSet(changes);
        }
    },

    PUT_BACK("debugger/solutions.json") {
        @Override
        void arrange(TestStore store) throws IOException {
            arrangeBy(store, REWRITE_GZIP::changes);
        }

        @Override
        ChangeSet changes(MemoryStore store) throws IOException {
            return putBack(store);
        }
    },

    PUT_BACK_AFTER_OTHERS("debugger/patterns.json") {
        @Override
        void arrange(TestStore store) throws IOException {
            arrangeBy(store, REWRITE::changes);
            store.rewrite(
                    path(),
                    TestItem.collection(TestItem.pattern("a"), TestItem.pattern("c"), TestItem.pattern("later")));
        }

        @Override
        ChangeSet changes(MemoryStore store) throws IOException {
            return putBack(store);
        }
    },

    PUT_BACK_INTO_NOTHING("lonely/patterns.json") {
        @Override
        void arrange(TestStore store) throws IOException {
            store.put(path(), TestItem.pattern("l"));
            arrangeBy(store, open -> without(open, null, "l"));
            Files.delete(store.root().resolve(path()));
            Files.delete(store.root().resolve("lonely"));
        }

        @Override
        ChangeSet changes(MemoryStore store) throws IOException {
            return putBack(store);
        }
    },

    PUT_FILE_BACK("debugger/decisions.json") {
        @Override
        void arrange(TestStore store) throws IOException {
            REMOVE.arrange(store);
            arrangeBy(store, REMOVE::changes);
        }

        @Override
        ChangeSet changes(MemoryStore store) throws IOException {
            Commit commit = arranged(store);
            return new ChangeSet(List.of(new FileChange.PutFileBack(
                    path(),
                    store.requireFiles().version(path()),
                    commit.left().orElse(null),
                    archive(store).file(commit.archive().orElseThrow().name()),
                    null,
                    FileChange.Difference.NONE,
                    byHand(Reason.NOT_IN_SNAPSHOT))));
        }
    },

    PUT(Pins.PATH) {
        @Override
        ChangeSet changes(MemoryStore store) throws IOException {
            byte[] pins = Pins.NONE.with("b", TestStore.NOW).toJson().toString().getBytes(UTF_8);
            return new ChangeSet(
                    List.of(new DocumentChange.Put(path(), store.requireFiles().version(path()), pins)));
        }
    },

    SEVERAL("debugger/decisions.json") {
        @Override
        void arrange(TestStore store) throws IOException {
            store.put(path(), TestItem.decision("x"), TestItem.decision("z"))
                    .putGzip(path() + ".gz", TestItem.decision("x"), TestItem.decision("y"));
        }

        @Override
        ChangeSet changes(MemoryStore store) throws IOException {
            return without(store, null, "b", "d", "x");
        }
    },

    TRANSFORM("debugger/patterns.json") {
        @Override
        ChangeSet changes(MemoryStore store) throws IOException {
            return new ChangeSet(transforms(store, path()));
        }
    },

    REVERT("debugger/patterns.json") {
        @Override
        void arrange(TestStore store) throws IOException {
            arrangeBy(store, TRANSFORM::changes);
        }

        @Override
        ChangeSet changes(MemoryStore store) throws IOException {
            return revert(store, this);
        }
    },

    COMPOSE("config/notes.json") {
        @Override
        ChangeSet changes(MemoryStore store) throws IOException {
            return new ChangeSet(List.of(note(store)));
        }
    },

    PUT_ITEMS("debugger/solutions.json") {
        @Override
        ChangeSet changes(MemoryStore store) throws IOException {
            List<ItemChange> changes =
                    new ArrayList<>(List.of(put(file(), TestItem.solution("new"), Precondition.NONE)));
            // An item that exists is changed only if it is the one that was seen.
            Optional<StoredItem> seen = store.get(new ItemKey("debugger", ItemKind.SOLUTION, "e"));
            if (seen.isPresent()) {
                changes.add(put(
                        file(),
                        TestItem.solution("e").with("effectiveness.worked", false),
                        Precondition.revision(seen.get().revision())));
            }
            return store.changes(changes).changes();
        }
    },

    PUT_ITEMS_INTO_NOTHING("lonely/patterns.json") {
        @Override
        ChangeSet changes(MemoryStore store) throws IOException {
            return store.changes(List.of(put(file(), TestItem.pattern("l"), Precondition.NONE)))
                    .changes();
        }
    },

    MERGE("debugger/patterns.json") {
        @Override
        ChangeSet changes(MemoryStore store) throws IOException {
            List<StoreChange> changes = new ArrayList<>();
            for (ScanResult<List<Item>> scanned :
                    store.scan(store.list().only(List.of(file())), Selection.ALL, collection -> {
                        List<Item> pair = new ArrayList<>();
                        List<Removal> absorbed = new ArrayList<>();
                        collection.read(item -> {
                            if ("b".equals(item.id())) {
                                absorbed.add(Removal.of(item, new Cause("merge", "says the same as a", Reason.MERGED)));
                            }
                            if ("a".equals(item.id())) {
                                pair.add(Item.alone(item.copyBytes(), item.kind()));
                            }
                        });
                        if (pair.size() == 1 && absorbed.size() == 1) {
                            changes.add(merge(collection.file(), collection.state(), pair.getFirst(), absorbed));
                        }
                        return pair;
                    })) {
                scanned.file();
            }
            return new ChangeSet(changes);
        }
    },

    COMPRESS("debugger/patterns.json") {
        @Override
        ChangeSet changes(MemoryStore store) throws IOException {
            return recode(store, this, Encoding.PLAIN, 9);
        }
    },

    DECOMPRESS("debugger/solutions.json") {
        @Override
        ChangeSet changes(MemoryStore store) throws IOException {
            return recode(store, this, Encoding.GZIP, FileChange.Recode.PLAIN);
        }
    },

    WHOLE("debugger/patterns.json") {
        @Override
        ChangeSet changes(MemoryStore store) throws IOException {
            List<StoreChange> all = new ArrayList<>(transforms(store, ""));
            if (!all.isEmpty()) {
                all.add(note(store));
            }
            return new ChangeSet(all).asWhole();
        }
    },

    WHOLE_OF_MANY_KINDS("debugger/patterns.json") {
        @Override
        void arrange(TestStore store) throws IOException {
            store.put("debugger/decisions.json", "[]");
        }

        @Override
        ChangeSet changes(MemoryStore store) throws IOException {
            List<StoreChange> all =
                    new ArrayList<>(without(store, null, "b", "d").changes());
            all.addAll(REMOVE.changes(store).changes());
            return new ChangeSet(all).asWhole();
        }
    };

    private static final String ARRANGED = "arranged";

    private static StoreChange merge(CollectionFile file, Version seen, Item survivor, List<Removal> absorbed) {
        String text = new String(survivor.copyBytes(), UTF_8);
        ItemChange.Put put = new ItemChange.Put(
                file.keyOf(String.valueOf(survivor.id())),
                (text.substring(0, text.lastIndexOf('}')) + ",\"merged\":true}").getBytes(UTF_8),
                Precondition.revision(Revision.of(survivor)));
        return new CollectionChange.MergeItems(
                file, seen, List.of(new CollectionChange.Merge(put, absorbed, List.of())));
    }

    private static ItemChange put(CollectionFile file, TestItem item, Precondition precondition) throws IOException {
        byte[] text = item.toString().getBytes(UTF_8);
        String id = String.valueOf(Item.alone(text, file.kind()).id());
        return new ItemChange.Put(new ItemKey(file.agent(), file.kind(), id), text, precondition);
    }

    private final String path;

    Scenario(String path) {
        this.path = path;
    }

    /** Returns the path of the changed file, as it is after the change. */
    String path() {
        return path;
    }

    CollectionFile file() {
        return CollectionFile.ofPath(path).orElseThrow();
    }

    /** Returns whether the change is applied completely or not at all. */
    boolean isWhole() {
        return this == WHOLE || this == WHOLE_OF_MANY_KINDS;
    }

    /** Returns whether the change transforms items in place, so that few originals are archived. */
    boolean isOfTransformation() {
        return this == TRANSFORM || this == REVERT || this == WHOLE || this == PUT_ITEMS;
    }

    /** Converts the quiet items of a file to loud ones, or those of all files if the path is empty. */
    private static List<StoreChange> transforms(MemoryStore store, String path) throws IOException {
        List<StoreChange> changes = new ArrayList<>();
        for (ScanResult<Integer> scanned : store.scan(store.list(), Selection.ALL, file -> {
            int[] quiet = {0};
            file.read(item -> quiet[0] += Shouting.isLoud(item) ? 0 : 1);
            return quiet[0];
        })) {
            if (scanned instanceof ScanResult.Read<Integer> read
                    && read.result() > 0
                    && (path.isEmpty() || read.file().path().equals(path))) {
                changes.add(new CollectionChange.Transform(read.file(), read.state(), Shouting.LOUD));
            }
        }
        return changes;
    }

    private static ChangeSet revert(MemoryStore store, Scenario scenario) throws IOException {
        Commit commit = arranged(store);
        if (transforms(store, scenario.path).size() > 0) {
            return ChangeSet.NONE;
        }
        return new ChangeSet(List.of(new CollectionChange.Revert(
                scenario.file(),
                store.requireFiles().version(scenario.path),
                Shouting.LOUD,
                new CollectionChange.Transformed(
                        arrangedRun(store).run(), commit.archive().orElseThrow().name()))));
    }

    /** Stores the file in the other encoding if it still has this one. */
    private static ChangeSet recode(MemoryStore store, Scenario scenario, Encoding from, int level) throws IOException {
        for (ScanResult<Encoding> scanned :
                store.scan(store.list(), Selection.ALL, file -> file.isCompressed() ? Encoding.GZIP : Encoding.PLAIN)) {
            if (scanned.file().equals(scenario.file())
                    && scanned instanceof ScanResult.Read<Encoding> read
                    && read.result() == from) {
                return new ChangeSet(List.of(new FileChange.Recode(read.file(), read.state(), level)));
            }
        }
        return ChangeSet.NONE;
    }

    private static StoreChange note(MemoryStore store) throws IOException {
        return new DocumentChange.Compose(
                "config/notes.json",
                store.requireFiles().version("config/notes.json"),
                (_, _) -> "{\"note\": true}".getBytes(UTF_8));
    }

    /** Returns whether the file is a collection of items. */
    boolean isOfItems() {
        return CollectionFile.ofPath(path).isPresent();
    }

    /** Prepares the store for this scenario. */
    void arrange(TestStore store) throws IOException {}

    abstract ChangeSet changes(MemoryStore store) throws IOException;

    /** Fills an empty store. */
    void fill(TestStore store) throws IOException {
        store.put("global/project-meta.json", "{}")
                .put("debugger/patterns.json", TestItem.pattern("a"), TestItem.pattern("b"), TestItem.pattern("c"))
                .putGzip(
                        "debugger/solutions.json",
                        TestItem.solution("d"),
                        TestItem.solution("e"),
                        TestItem.solution("f"))
                .put("reviewer/decisions.json", TestItem.decision("g"));
        arrange(store);
    }

    /** A cause that names nothing but its reason. */
    static Cause byHand(Reason reason) {
        return new Cause(
                "by_hand",
                "a test wants it gone",
                reason,
                item -> JsonObject.builder().put("length", item.length()));
    }

    /** Plans on an open store. */
    interface Planner {
        ChangeSet on(MemoryStore store) throws IOException;
    }

    /** Opens the store on a disk, plans, applies, and ends the record of the run. */
    static List<FileOutcome> apply(TestStore store, Disk disk, String operation, Planner planner) throws IOException {
        try (MemoryStore open = store.on(disk).open()) {
            ChangeSet changes = planner.on(open);
            try (RunLog log = LogFolder.of(open.place())
                    .begin(operation, JsonObject.builder().build(), store.now(), new Random(7))) {
                List<FileOutcome> outcomes = open.apply(changes, log, Progress.NONE);
                log.event(JsonObject.builder().put("event", "finished").build());
                return outcomes;
            }
        }
    }

    private static void arrangeBy(TestStore store, Planner planner) throws IOException {
        apply(store, new FaultyDisk(), ARRANGED, planner);
        store.pass(Duration.ofSeconds(1));
    }

    /** Removes items from all collections that contain them. */
    static ChangeSet without(MemoryStore store, @Nullable Encoding encoding, String... ids) throws IOException {
        List<StoreChange> changes = new ArrayList<>();
        for (ScanResult<List<Removal>> scanned : store.scan(store.list(), Selection.ALL, file -> {
            List<Removal> removals = new ArrayList<>();
            file.read(item -> {
                if (Set.of(ids).contains(String.valueOf(item.id()))) {
                    removals.add(Removal.of(item, byHand(Reason.MANUAL_DELETION)));
                }
            });
            return removals;
        })) {
            if (scanned instanceof ScanResult.Read<List<Removal>> read
                    && !read.result().isEmpty()) {
                changes.add(new CollectionChange.Rewrite(read.file(), read.state(), read.result(), encoding));
            }
        }
        return new ChangeSet(changes);
    }

    private static int salvage(TextInput damaged, OutputStream sound) throws IOException {
        int[] saved = {0};
        SalvageReader.read(damaged, ItemKind.DECISION, (bytes, from, length) -> {
            sound.write(saved[0]++ == 0 ? '[' : ',');
            sound.write(bytes, from, length);
        });
        sound.write((saved[0] == 0 ? "[]" : "]").getBytes(UTF_8));
        return saved[0];
    }

    /** Returns the record of the run that prepared the store. */
    private static RunRecord arrangedRun(MemoryStore store) throws IOException {
        for (String run : LogFolder.of(store.place()).runs()) {
            RunRecord record = LogFolder.of(store.place()).read(run);
            if (record.operation().equals(ARRANGED)) {
                return record;
            }
        }
        throw new AssertionError("no run arranged this store");
    }

    private static Commit arranged(MemoryStore store) throws IOException {
        return arrangedRun(store).commits().getFirst();
    }

    private static Archive archive(MemoryStore store) throws IOException {
        return new Archive(LogFolder.of(store.place()), arrangedRun(store).run());
    }

    ChangeSet putBack(MemoryStore store) throws IOException {
        Commit commit = arranged(store);
        return new ChangeSet(List.of(new CollectionChange.PutBack(
                file(),
                store.requireFiles().version(path),
                archive(store).items(commit.archive().orElseThrow().name()),
                commit.left().orElseThrow(),
                Encoding.PLAIN)));
    }
}
