package loom.aml.recall;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import loom.aml.io.Checksum;
import loom.aml.io.DamagedException;

/**
 * A Bloom filter of the ids in a store (Bloom, "Space/time trade-offs in hash coding with allowable errors", 1970). It has no false
 * negatives and fewer than 1 % false positives. It uses 10 bits per item and 7 probes per lookup, all derived from one 64-bit hash
 * (Kirsch and Mitzenmacher, 2006).
 *
 * <p>More items can be added than the capacity; the false positive rate then rises gradually. {@link #isFull} reports when the filter
 * should be rebuilt.
 *
 * <pre>
 *   big-endian
 *   0    8   "amlbloom"
 *   8    4   version, 1
 *   12   4   probes per lookup, 7
 *   16   8   capacity in items
 *   24   8   number of distinct items added
 *   32   8   number of words n
 *   40   8n  the bits, 64 per word
 *   40+8n 8  checksum of all preceding bytes, Checksum.value
 * </pre>
 *
 * Immutable: adding items creates a new filter.
 */
public final class ExistenceFilter {
    /** The number of bits per item. */
    public static final int BITS_PER_ITEM = 10;

    private static final int PROBES = 7;
    private static final long MAGIC = 0x616d_6c62_6c6f_6f6dL;
    private static final int VERSION = 1;
    private static final int HEAD = 40;
    private static final int MAX_WORDS = (Integer.MAX_VALUE - HEAD - Long.BYTES) / Long.BYTES - 1;

    /** The factor by which a filter may exceed its capacity before the false positive rate exceeds 1 %. */
    private static final double OVERFULL = 1.02;

    private final long capacity;
    private final long added;
    private final long[] words;

    private ExistenceFilter(long capacity, long added, long[] words) {
        this.capacity = capacity;
        this.added = added;
        this.words = words;
    }

    /**
     * Returns an empty filter.
     *
     * @param items the expected number of items
     */
    public static ExistenceFilter forItems(long items) {
        long room = Math.max(1, items);
        return new ExistenceFilter(room, 0, new long[Math.clamp((room * BITS_PER_ITEM + 63) / 64, 1, MAX_WORDS)]);
    }

    /**
     * Returns a filter that also contains these ids. Ids that are already present take no capacity, so a changed file
     * can be added again as a whole.
     *
     * @param idHashes as returned by {@link loom.aml.item.Fingerprint#ofId}
     */
    public ExistenceFilter with(long[] idHashes) {
        ExistenceFilter more = new ExistenceFilter(capacity, added, words.clone());
        long news = 0;
        for (long hash : idHashes) {
            news += more.add(hash) ? 1 : 0;
        }
        return new ExistenceFilter(capacity, added + news, more.words);
    }

    /** Adds an id; returns whether the filter changed. */
    private boolean add(long idHash) {
        long step = step(idHash);
        long at = mixed(idHash);
        boolean isNew = false;
        for (int i = 0; i < PROBES; i++) {
            int bit = bit(at);
            isNew |= (words[bit >>> 6] & 1L << bit) == 0;
            words[bit >>> 6] |= 1L << bit;
            at += step;
        }
        return isNew;
    }

    /** Returns false if an id is certainly absent, and true if it may be present. */
    public boolean mayContain(long idHash) {
        long step = step(idHash);
        long at = mixed(idHash);
        for (int i = 0; i < PROBES; i++) {
            int bit = bit(at);
            if ((words[bit >>> 6] & 1L << bit) == 0) {
                return false;
            }
            at += step;
        }
        return true;
    }

    /** The upper half of the 64 by 64 bit product maps hashes to any number of bits without a division. */
    private int bit(long at) {
        return (int) Math.unsignedMultiplyHigh(at, (long) words.length << 6);
    }

    /**
     * Checksums of similar ids differ in few bits; mixing distributes them over all bits (Steele, Lea and Flood, 2014).
     */
    private static long mixed(long hash) {
        long z = (hash ^ hash >>> 30) * 0xbf58_476d_1ce4_e5b9L;
        z = (z ^ z >>> 27) * 0x94d0_49bb_1331_11ebL;
        return z ^ z >>> 31;
    }

    private static long step(long hash) {
        return mixed(hash + 0x9e37_79b9_7f4a_7c15L) | 1;
    }

    /** Returns whether the filter exceeds its capacity and should be rebuilt. */
    public boolean isFull() {
        return added > capacity * OVERFULL;
    }

    /** Returns the capacity in items. */
    public long capacity() {
        return capacity;
    }

    /** Returns the number of bits per item of capacity. */
    public double bitsPerItem() {
        return words.length * 64.0 / capacity;
    }

    public byte[] toBytes() {
        ByteBuffer bytes = ByteBuffer.allocate(HEAD + words.length * Long.BYTES + Long.BYTES)
                .order(ByteOrder.BIG_ENDIAN)
                .putLong(MAGIC)
                .putInt(VERSION)
                .putInt(PROBES)
                .putLong(capacity)
                .putLong(added)
                .putLong(words.length);
        for (long word : words) {
            bytes.putLong(word);
        }
        return bytes.putLong(checksum(bytes.array(), bytes.position())).array();
    }

    /**
     * Parses the result of {@link #toBytes}.
     *
     * @throws DamagedException if the bytes are not a valid filter
     */
    public static ExistenceFilter parse(byte[] bytes) throws DamagedException {
        ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.BIG_ENDIAN);
        if (bytes.length < HEAD + Long.BYTES || in.getLong() != MAGIC) {
            throw new DamagedException(0, "not a filter");
        }
        if (in.getInt() != VERSION || in.getInt() != PROBES) {
            throw new DamagedException(8, "a filter of an unsupported version");
        }
        long capacity = in.getLong();
        long added = in.getLong();
        long count = in.getLong();
        if (capacity < 1 || added < 0 || count < 1 || count != (bytes.length - HEAD - Long.BYTES) / Long.BYTES) {
            throw new DamagedException(16, "a truncated filter");
        }
        if (checksum(bytes, bytes.length - Long.BYTES) != in.getLong(bytes.length - Long.BYTES)) {
            throw new DamagedException(HEAD, "a filter with a wrong checksum");
        }
        long[] words = new long[(int) count];
        in.asLongBuffer().get(words);
        return new ExistenceFilter(capacity, added, words);
    }

    private static long checksum(byte[] bytes, int length) {
        Checksum checksum = new Checksum();
        checksum.update(bytes, 0, length);
        return checksum.value();
    }

    @Override
    public String toString() {
        return added + " of " + capacity + " items in " + words.length * Long.BYTES + " bytes";
    }
}
