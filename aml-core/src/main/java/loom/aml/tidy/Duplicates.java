package loom.aml.tidy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import loom.aml.item.Fingerprint;
import loom.aml.item.Item;
import loom.aml.item.KeyTable;
import loom.aml.item.Survivors;
import loom.aml.store.CollectionFile;
import loom.aml.store.Removal;
import loom.aml.store.Version;

/**
 * Finds items with the same id, and items with the same content, in one file. Uses about 80 bytes per item in plain
 * arrays, because a file may contain a million items.
 */
final class Duplicates {
    private static final int FIRST_SIZE = 1 << 10;

    private final Survivors survivors = new Survivors();
    private final KeyTable contents = KeyTable.ofLongs();

    // Indexed by the order in which items were added.
    private int[] ids = new int[FIRST_SIZE];
    private int[] contentOf = new int[FIRST_SIZE];
    private int[] lengths = new int[FIRST_SIZE];
    private int[] ordinals = new int[FIRST_SIZE];
    private int count;

    // The index of the survivor of each id, and of the first item with each content.
    private int[] survivorOf = new int[FIRST_SIZE];
    private int[] firstWith = new int[FIRST_SIZE];

    /** The indices of items that do not survive. */
    private final List<Integer> losers = new ArrayList<>();

    /**
     * Adds an item.
     *
     * @return the ordinal of the first item with the same content but another id; otherwise -1
     */
    int add(Item item) {
        if (count == ids.length) {
            grow();
        }
        int index = count++;
        Fingerprint fingerprint = item.fingerprint();
        lengths[index] = item.lengthWithSeparator();
        ordinals[index] = item.ordinal();
        ids[index] = addId(index, fingerprint.id(), item);
        int contentsBefore = contents.size();
        int content = contents.add(fingerprint.content());
        contentOf[index] = content;
        if (content == contentsBefore) {
            firstWith[content] = index;
        }
        int first = firstWith[content];
        return ids[first] == ids[index] ? -1 : ordinals[first];
    }

    private int addId(int index, long idHash, Item item) {
        int idsBefore = survivors.size();
        int id = survivors.add(idHash, item);
        if (id < 0) {
            losers.add(index);
            return ~id;
        }
        if (id < idsBefore) {
            losers.add(survivorOf[id]);
        }
        survivorOf[id] = index;
        return id;
    }

    private void grow() {
        int size = 2 * count;
        ids = Arrays.copyOf(ids, size);
        contentOf = Arrays.copyOf(contentOf, size);
        lengths = Arrays.copyOf(lengths, size);
        ordinals = Arrays.copyOf(ordinals, size);
        survivorOf = Arrays.copyOf(survivorOf, size);
        firstWith = Arrays.copyOf(firstWith, size);
    }

    /** Returns the removals of all duplicates within this file. */
    List<Removal> within(CollectionFile file, Version state) {
        List<Removal> removals = new ArrayList<>();
        for (int loser : losers) {
            removals.add(removal(loser, new Removal.Survivor(file, state, survivor(ids[loser]))));
        }
        return removals;
    }

    /** Returns the removals of all items whose id is also in the plain file, which the runtime prefers. */
    List<Removal> against(Duplicates plain, CollectionFile plainFile, Version plainState) {
        List<Removal> removals = new ArrayList<>();
        for (int index = 0; index < count; index++) {
            int id = plain.survivors.find(survivors.id(ids[index]));
            if (id >= 0) {
                removals.add(removal(index, new Removal.Survivor(plainFile, plainState, plain.survivor(id))));
            }
        }
        return removals;
    }

    private Fingerprint survivor(int id) {
        return fingerprint(survivorOf[id]);
    }

    private Removal removal(int index, Removal.Survivor survivor) {
        return new Removal(ordinals[index], lengths[index], fingerprint(index), GcCause.DUPLICATE, survivor);
    }

    private Fingerprint fingerprint(int index) {
        return new Fingerprint(survivors.id(ids[index]), contents.key(contentOf[index]));
    }
}
