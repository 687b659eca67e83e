package loom.aml.backup.restore;

import java.io.IOException;
import java.util.BitSet;
import java.util.Locale;
import loom.aml.io.FileInput;
import loom.aml.io.GzipLimits;
import loom.aml.io.TextInput;
import loom.aml.item.CollectionReader;
import loom.aml.item.Fingerprint;
import loom.aml.item.FingerprintTable;
import loom.aml.item.Item;
import loom.aml.item.ItemKind;
import loom.aml.store.FileChange;
import org.jspecify.annotations.Nullable;

/**
 * Compares two versions of a collection item by item. Items are matched by id, items without an id by content. Needs about 100
 * bytes of memory per item of the older version during the comparison.
 */
public final class ItemVersions {
    private ItemVersions() {}

    /** How an item differs. */
    public enum Change {
        ADDED,
        CHANGED,
        REMOVED;

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Receives each item that differs. */
    @FunctionalInterface
    public interface Visitor {
        void item(Change change, Item item) throws IOException;
    }

    /** Opens a text; called at most twice. */
    @FunctionalInterface
    public interface Text {
        FileInput open() throws IOException;
    }

    /**
     * Compares two versions.
     *
     * @param before the older text; null if absent
     * @param after the newer text; null if absent
     * @param visitor receives each item that differs; null if only the counts are needed, which saves a second read of the
     *     older text
     * @throws loom.aml.io.DamagedException if either is not a valid collection
     */
    public static FileChange.Difference compare(
            @Nullable Text before, @Nullable Text after, ItemKind kind, @Nullable Visitor visitor) throws IOException {
        FingerprintTable ids = new FingerprintTable();
        FingerprintTable whole = new FingerprintTable();
        int[] count = {0, 0};
        read(before, kind, item -> {
            Fingerprint id = idOf(item);
            ids.putIfAbsent(id, count[0]);
            count[1] += ids.get(id) == count[0] ? 1 : 0;
            whole.putIfAbsent(item.fingerprint(), count[0]++);
        });
        BitSet kept = new BitSet();
        int[] sums = new int[Change.values().length];
        read(after, kind, item -> {
            int known = ids.get(idOf(item));
            if (known < 0) {
                tell(Change.ADDED, item, sums, visitor);
                return;
            }
            kept.set(known);
            if (whole.get(item.fingerprint()) < 0) {
                tell(Change.CHANGED, item, sums, visitor);
            }
        });
        if (visitor == null) {
            return new FileChange.Difference(sums[0], sums[1], count[1] - kept.cardinality());
        }
        int[] number = {0};
        read(before, kind, item -> {
            int first = ids.get(idOf(item));
            if (first == number[0]++ && !kept.get(first)) {
                tell(Change.REMOVED, item, sums, visitor);
            }
        });
        return new FileChange.Difference(sums[0], sums[1], sums[2]);
    }

    private static void tell(Change change, Item item, int[] sums, @Nullable Visitor visitor) throws IOException {
        sums[change.ordinal()]++;
        if (visitor != null) {
            visitor.item(change, item);
        }
    }

    private static Fingerprint idOf(Item item) {
        return item.idHash() == 0 ? item.fingerprint() : new Fingerprint(item.idHash(), 0);
    }

    private interface Each {
        void item(Item item) throws IOException;
    }

    private static void read(@Nullable Text text, ItemKind kind, Each each) throws IOException {
        if (text == null) {
            return;
        }
        try (TextInput in = TextInput.of(text.open(), GzipLimits.DEFAULT)) {
            CollectionReader.read(in, kind, each::item);
        }
    }
}
