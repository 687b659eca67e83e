package loom.aml.sample;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import loom.aml.TestStore;
import loom.aml.io.GzipLimits;
import loom.aml.io.LocalDisk;
import loom.aml.io.TextInput;
import loom.aml.item.CollectionReader;
import loom.aml.item.ForeignElement;
import loom.aml.item.Item;
import loom.aml.item.ItemKind;
import loom.aml.store.CollectionFile;
import org.jspecify.annotations.Nullable;

/** A sample in the directory of a test, with the labels of its items. */
record Sample(TestStore store, SampleReport report, List<Planted> planted) {

    static final SamplePolicy DEFAULT = SamplePolicy.defaultAsOf(TestStore.NOW);

    /** The label of one item. */
    record Planted(
            String agent,
            ItemKind kind,
            int ordinal,
            @Nullable String id,
            Label label) {
        String path() {
            return agent + "/" + kind.fileName();
        }

        /** Its position. */
        String place() {
            return path() + "#" + ordinal;
        }
    }

    /** Receives each item with its label. */
    interface Visitor {
        void item(Item item, Planted planted);
    }

    static Sample of(SamplePolicy policy, Path directory) throws IOException {
        TestStore store = TestStore.in(directory);
        List<Planted> planted = new ArrayList<>();
        SampleReport report = SampleStore.write(
                new LocalDisk(),
                store.root(),
                policy,
                (agent, kind, ordinal, id, label) -> planted.add(new Planted(agent, kind, ordinal, id, label)));
        return new Sample(store, report, planted);
    }

    /** Returns the labels of one outcome, by position of the items. */
    Map<String, Label> of(Label.Outcome outcome) {
        Map<String, Label> places = new TreeMap<>();
        for (Planted one : planted) {
            if (one.label().outcome() == outcome) {
                places.put(one.place(), one.label());
            }
        }
        return places;
    }

    /**
     * Reads all collections; fails on a damaged collection, an element that is not an item, and an item without a
     * label.
     */
    void read(Visitor visitor) throws IOException {
        Map<String, List<Planted>> files = new TreeMap<>();
        for (Planted one : planted) {
            files.computeIfAbsent(one.path(), _ -> new ArrayList<>()).add(one);
        }
        for (String path : store.collections()) {
            ItemKind kind = CollectionFile.ofPath(path).orElseThrow().kind();
            List<Planted> told = files.getOrDefault(path, List.of());
            int count;
            try (TextInput text = TextInput.of(new LocalDisk().open(store.root().resolve(path)), GzipLimits.DEFAULT)) {
                count = CollectionReader.read(text, kind, new CollectionReader.Visitor() {
                    @Override
                    public void item(Item item) {
                        visitor.item(item, told.get(item.ordinal()));
                    }

                    @Override
                    public void stranger(ForeignElement element) {
                        throw new AssertionError("no item: " + path + " " + element.ordinal());
                    }
                });
            }
            if (count != told.size()) {
                throw new AssertionError(path + " has " + count + " items, and " + told.size() + " were told");
            }
        }
    }
}
