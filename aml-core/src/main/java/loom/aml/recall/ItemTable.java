package loom.aml.recall;

import java.util.Arrays;
import java.util.stream.IntStream;
import loom.aml.item.Fingerprint;
import loom.aml.item.Item;

/** Where the items of one version of a collection file stand, looked up by the hash of their ids; 28 bytes an item. Immutable. */
final class ItemTable {
    private static final int GUESSES = 6;

    private final long[] ids;
    private final long[] contents;
    private final long[] offsets;
    private final int[] lengths;

    private ItemTable(long[] ids, long[] contents, long[] offsets, int[] lengths) {
        this.ids = ids;
        this.contents = contents;
        this.offsets = offsets;
        this.lengths = lengths;
    }

    int size() {
        return ids.length;
    }

    /**
     * The row of an id; -1 if there is none. Hashes are spread evenly, so where one stands can nearly be told from its value: it is
     * looked for there first (interpolation search, Peterson 1957), and by halves where that does not come near.
     */
    int find(long idHash) {
        int low = 0;
        int high = ids.length - 1;
        for (int guess = 0; low <= high && ids[low] <= idHash && idHash <= ids[high]; guess++) {
            int at = guess < GUESSES ? guess(idHash, low, high) : low + high >>> 1;
            if (ids[at] < idHash) {
                low = at + 1;
            } else if (ids[at] > idHash || at > low && ids[at - 1] == idHash) {
                high = at - 1;
            } else {
                return at;
            }
        }
        return -1;
    }

    private int guess(long idHash, int low, int high) {
        double below = (double) idHash - ids[low];
        double range = (double) ids[high] - ids[low];
        return range <= 0 ? low : Math.clamp(low + (long) (below / range * (high - low)), low, high);
    }

    Fingerprint fingerprint(int row) {
        return new Fingerprint(ids[row], contents[row]);
    }

    long offset(int row) {
        return offsets[row];
    }

    int length(int row) {
        return lengths[row];
    }

    long[] idHashes() {
        return ids.clone();
    }

    /** Gathers items in the order of their file; of several of one id the first counts. */
    static final class Builder {
        private int count;
        private long[] ids = new long[256];
        private long[] contents = new long[256];
        private long[] offsets = new long[256];
        private int[] lengths = new int[256];

        void add(Item item, Fingerprint fingerprint) {
            if (count == ids.length) {
                ids = Arrays.copyOf(ids, 2 * count);
                contents = Arrays.copyOf(contents, 2 * count);
                offsets = Arrays.copyOf(offsets, 2 * count);
                lengths = Arrays.copyOf(lengths, 2 * count);
            }
            ids[count] = fingerprint.id();
            contents[count] = fingerprint.content();
            offsets[count] = item.offset();
            lengths[count] = item.length();
            count++;
        }

        ItemTable build() {
            int[] order = IntStream.range(0, count)
                    .boxed()
                    .sorted((one, other) -> Long.compare(ids[one], ids[other]))
                    .mapToInt(Integer::intValue)
                    .toArray();
            return new ItemTable(
                    Arrays.stream(order).mapToLong(row -> ids[row]).toArray(),
                    Arrays.stream(order).mapToLong(row -> contents[row]).toArray(),
                    Arrays.stream(order).mapToLong(row -> offsets[row]).toArray(),
                    Arrays.stream(order).map(row -> lengths[row]).toArray());
        }
    }
}
