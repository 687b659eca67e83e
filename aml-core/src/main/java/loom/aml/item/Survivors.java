package loom.aml.item;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;

/**
 * Decides which of several items with one id survives: the one that was used most, then the one that was used last, then the first.
 * Numbers the ids consecutively from 0. Some 40 bytes an id.
 */
public final class Survivors {
    private final KeyTable ids = KeyTable.ofLongs();
    private float[] uses = new float[64];
    private long[] lastUsed = new long[64];

    /**
     * Adds an item.
     *
     * @return the number of its id if it survives among the items so far, which is the former {@link #size} if the id is new; the
     *     bitwise complement of the number if another item survives
     */
    public int add(long idHash, Item item) {
        Instant time = item.lastUsed();
        long micros = time == null ? Long.MIN_VALUE : ChronoUnit.MICROS.between(Instant.EPOCH, time);
        float itemUses = (float) item.uses();
        int before = ids.size();
        int number = ids.add(idHash);
        if (number == uses.length) {
            uses = Arrays.copyOf(uses, 2 * number);
            lastUsed = Arrays.copyOf(lastUsed, 2 * number);
        }
        boolean survives =
                number == before || itemUses > uses[number] || (itemUses == uses[number] && micros > lastUsed[number]);
        if (!survives) {
            return ~number;
        }
        uses[number] = itemUses;
        lastUsed[number] = micros;
        return number;
    }

    /** Returns the number of an id; -1 if no item with the id was added. */
    public int find(long idHash) {
        return ids.find(idHash);
    }

    /** Returns the hash of the id that has a number. */
    public long id(int number) {
        return ids.key(number);
    }

    /** Returns the hashes of all ids in ascending order. */
    public long[] sortedIds() {
        return ids.sortedKeys();
    }

    /** Returns the number of different ids. */
    public int size() {
        return ids.size();
    }
}
