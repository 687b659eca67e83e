package loom.aml.backup.restore;

import java.io.IOException;
import java.util.BitSet;
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
 * Compares two versions of a collection item by item. Items are the same by their id, one without an id by all that it says.
 * About 100 bytes of memory an item of the older version, while the two are compared.
 */
public final class ItemVersions {
    private ItemVersions() {}

    /** What became of an item. */
    public enum Change {
        ADDED,
        CHANGED,
        REMOVED;

        public String word() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /** Told of each item that differs. */
    @FunctionalInterface
    public interface Visitor {
        void item(Change change, Item item) throws IOException;
    }

    /** Opens a text; called up to twice. */
    @FunctionalInterface
    public interface Text {
        FileInput open() throws IOException;
    }

    /**
     * Compares.
     *
     * @param before the older text; null if there is none
     * @param after the newer text; null if there is none
     * @param visitor told of each item that differs; null if nobody needs be, which saves reading the older text once more
     * @throws loom.aml.io.DamagedException if either is no sound collection
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
