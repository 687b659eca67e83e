package loom.aml.monitor;

import java.io.IOException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import loom.aml.item.CollectionReader;
import loom.aml.item.Field;
import loom.aml.item.ForeignElement;
import loom.aml.item.Item;
import loom.aml.item.ItemKind;
import loom.aml.item.KeyTable;
import loom.aml.store.CollectionFile;
import loom.aml.store.CollectionScan;
import loom.aml.store.Finding;
import loom.aml.store.Findings;
import loom.aml.store.ForeignElements;
import loom.aml.store.IndexSize;
import loom.aml.store.OpenCollection;
import org.jspecify.annotations.Nullable;

/** Counts the items of one collection file, and the useless ones among them. */
final class SurveyScan implements CollectionScan<SurveyScan.Seen> {
    private final ItemJudge judge;
    private final SurveyDepth depth;

    /** The ids of collections that exist under both names, whose files two threads may read at once. */
    private final Map<String, Ids> ofTwins = new ConcurrentHashMap<>();

    /**
     * The counts of one file.
     *
     * @param items the number of items
     * @param bytes the bytes of the items themselves
     * @param refused some of the items that the runtime refuses
     * @param refusals the number of items that the runtime refuses
     * @param index the size of an index of notes
     * @param newest the time of the newest item
     */
    record Seen(
            long items,
            long bytes,
            Map<ItemDefect, Long> rot,
            List<Finding> refused,
            long refusals,
            Optional<IndexSize> index,
            NewestTime newest) {}

    SurveyScan(ItemJudge judge, SurveyDepth depth) {
        this.judge = judge;
        this.depth = depth;
    }

    @Override
    public Seen scan(OpenCollection collection) throws IOException {
        CollectionFile file = collection.file();
        Ids ids = collection.hasTwin() ? ofTwins.computeIfAbsent(file.collection(), _ -> new Ids()) : new Ids();
        Visitor visitor = new Visitor(file, ids);
        collection.read(visitor);
        return visitor.seen(
                file.kind() == ItemKind.ENTRY ? Optional.of(visitor.index.size(collection.state())) : Optional.empty());
    }

    /** The ids seen so far. */
    private static final class Ids {
        private final KeyTable hashes = KeyTable.ofLongs();

        /** Adds an id. Returns whether it was present already. */
        synchronized boolean isMetAgain(long id) {
            int before = hashes.size();
            return id != 0 && hashes.add(id) < before;
        }
    }

    /** The newest schema, which the runtime does not support. */
    private static final String UNKNOWN_TO_THE_RUNTIME = "2.0.0";

    private final class Visitor implements CollectionReader.Visitor {
        private final CollectionFile file;
        private final Ids ids;
        private final Findings refused;
        private final IndexSize.Counter index = new IndexSize.Counter();
        private final NewestTime newest = new NewestTime();
        private final long[] rot = new long[ItemDefect.values().length];
        private long items;
        private long bytes;

        Visitor(CollectionFile file, Ids ids) {
            this.file = file;
            this.ids = ids;
            this.refused = new Findings(file.path());
        }

        @Override
        public void item(Item item) {
            items++;
            bytes += item.length();
            newest.see(item);
            if (file.kind() == ItemKind.ENTRY) {
                index.item(item);
            }
            boolean isJudged = file.kind().isJudged();
            ItemDefect what = isJudged && depth.includesRot() ? rotOf(item) : null;
            if (what != null) {
                rot[what.ordinal()]++;
            }
            String refusal = isJudged && depth.includesSchema() ? judge.refusalOf(item) : null;
            if (refusal != null) {
                refused.add(Finding.Kind.RUNTIME_REFUSES, () -> refused(item, refusal));
            }
        }

        private @Nullable ItemDefect rotOf(Item item) {
            if (ids.isMetAgain(item.idHash())) {
                return ItemDefect.DUPLICATE;
            }
            boolean isUndated = item.lastUsed() == null;
            return isUndated ? ItemDefect.UNDATED : judge.rotOf(file.agent(), item);
        }

        @Override
        public void stranger(ForeignElement element) {
            if (!file.kind().isJudged()) {
                // The text between the entries of an index.
                index.stranger(element);
                if (file.isGraph() && !element.isBlank()) {
                    refused.add(Finding.Kind.STRANGER, () -> ForeignElements.finding(file, element));
                }
                return;
            }
            rot[ItemDefect.UNREADABLE.ordinal()]++;
            refused.add(
                    Finding.Kind.STRANGER,
                    () -> Finding.of(
                            Finding.Kind.STRANGER,
                            file.path(),
                            "element " + element.ordinal() + " of the array is not an object",
                            "the runtime cannot load the file until it is removed"));
        }

        private Finding refused(Item item, String refusal) {
            return Finding.ofItem(
                    Finding.Kind.RUNTIME_REFUSES,
                    file,
                    item,
                    "the runtime's schema rejects it: " + refusal,
                    UNKNOWN_TO_THE_RUNTIME.equals(item.text(Field.VERSION))
                            ? "'aml migrate migrate --version 1.2.0' converts all items of schema 2.0.0 to one that the runtime supports"
                            : "'aml optimize gc --for-runtime' archives it");
        }

        Seen seen(Optional<IndexSize> size) {
            Map<ItemDefect, Long> counts = new EnumMap<>(ItemDefect.class);
            for (ItemDefect what : ItemDefect.values()) {
                if (rot[what.ordinal()] > 0) {
                    counts.put(what, rot[what.ordinal()]);
                }
            }
            return new Seen(
                    items,
                    bytes,
                    counts,
                    refused.list(),
                    (long) refused.count(Finding.Kind.RUNTIME_REFUSES) + refused.count(Finding.Kind.STRANGER),
                    size,
                    newest);
        }
    }
}
