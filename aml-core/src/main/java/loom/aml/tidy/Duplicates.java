package loom.aml.tidy;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import loom.aml.item.Fingerprint;
import loom.aml.item.Item;
import loom.aml.store.CollectionFile;
import loom.aml.store.Removal;
import loom.aml.store.Version;

/**
 * Remembers, in 36 bytes an item, all that must be known of the items of a file to see which stand twice, and which of them
 * stays: the most used, then the most recently used, then the first.
 *
 * <p>Plain arrays and a hash table of ordinals in place of collections of objects, for a file may hold a million items.
 */
final class Duplicates {
    private static final int FIRST_SIZE = 1 << 10;

    private int count;
    private long[] ids = new long[FIRST_SIZE];
    private long[] contents = new long[FIRST_SIZE];
    private long[] lastUsedMicros = new long[FIRST_SIZE];
    private float[] uses = new float[FIRST_SIZE];
    private int[] lengths = new int[FIRST_SIZE];
    private int[] ordinals = new int[FIRST_SIZE];
    private int[] byId = table(FIRST_SIZE);
    private int[] byContent = table(FIRST_SIZE);
    private final List<Loser> losers = new ArrayList<>();

    /** An item of an id of which a better one stands in the same file; both as indices. */
    private record Loser(int index, int survivor) {}

    private static int[] table(int size) {
        int[] table = new int[size * 2];
        Arrays.fill(table, -1);
        return table;
    }

    /**
     * Takes an item in.
     *
     * @return the ordinal of an earlier item that tells the same under another id, -1 if there is none
     */
    int add(Item item) {
        if (count == ids.length) {
            grow();
        }
        Fingerprint fingerprint = item.fingerprint();
        Instant used = item.lastUsed();
        int index = count++;
        ids[index] = fingerprint.id();
        contents[index] = fingerprint.content();
        lastUsedMicros[index] = used == null ? Long.MIN_VALUE : ChronoUnit.MICROS.between(Instant.EPOCH, used);
        uses[index] = (float) item.uses();
        lengths[index] = item.lengthWithSeparator();
        ordinals[index] = item.ordinal();
        judge(index);
        return twinOf(index);
    }

    private void judge(int index) {
        int slot = slot(byId, ids, ids[index]);
        int best = byId[slot];
        if (best < 0) {
            byId[slot] = index;
        } else if (isBetter(index, best)) {
            byId[slot] = index;
            losers.add(new Loser(best, index));
        } else {
            losers.add(new Loser(index, best));
        }
    }

    private boolean isBetter(int index, int other) {
        return uses[index] > uses[other]
                || (uses[index] == uses[other] && lastUsedMicros[index] > lastUsedMicros[other]);
    }

    private int twinOf(int index) {
        int slot = slot(byContent, contents, contents[index]);
        int first = byContent[slot];
        if (first < 0) {
            byContent[slot] = index;
            return -1;
        }
        return ids[first] == ids[index] ? -1 : ordinals[first];
    }

    /** The place of a key in a table of indices into {@code keys}: where it stands, or where it would. */
    private static int slot(int[] table, long[] keys, long key) {
        int mask = table.length - 1;
        int slot = (int) (key ^ key >>> 32) * 0x9e37_79b9 >>> 1 & mask;
        while (table[slot] >= 0 && keys[table[slot]] != key) {
            slot = slot + 1 & mask;
        }
        return slot;
    }

    private void grow() {
        int size = ids.length * 2;
        ids = Arrays.copyOf(ids, size);
        contents = Arrays.copyOf(contents, size);
        lastUsedMicros = Arrays.copyOf(lastUsedMicros, size);
        uses = Arrays.copyOf(uses, size);
        lengths = Arrays.copyOf(lengths, size);
        ordinals = Arrays.copyOf(ordinals, size);
        byId = rehashed(byId, ids, size);
        byContent = rehashed(byContent, contents, size);
    }

    private static int[] rehashed(int[] old, long[] keys, int size) {
        int[] table = table(size);
        for (int index : old) {
            if (index >= 0) {
                table[slot(table, keys, keys[index])] = index;
            }
        }
        return table;
    }

    /** The removals of all items of which a better one stands in this file. */
    List<Removal> within(CollectionFile file, Version state) {
        List<Removal> removals = new ArrayList<>();
        for (Loser loser : losers) {
            int survivor = byId[slot(byId, ids, ids[loser.survivor])];
            removals.add(removal(loser.index, new Removal.Survivor(file, state, fingerprint(survivor))));
        }
        return removals;
    }

    /** The removals of all items whose id stands in the plain file too, where the runtime sees it. */
    List<Removal> against(Duplicates plain, CollectionFile plainFile, Version plainState) {
        List<Removal> removals = new ArrayList<>();
        for (int index = 0; index < count; index++) {
            int survivor = plain.byId[slot(plain.byId, plain.ids, ids[index])];
            if (survivor >= 0) {
                removals.add(removal(index, new Removal.Survivor(plainFile, plainState, plain.fingerprint(survivor))));
            }
        }
        return removals;
    }

    private Removal removal(int index, Removal.Survivor survivor) {
        return new Removal(ordinals[index], lengths[index], fingerprint(index), GcCause.DUPLICATE, survivor);
    }

    private Fingerprint fingerprint(int index) {
        return new Fingerprint(ids[index], contents[index]);
    }
}
