package loom.aml.merge.nominate;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import loom.aml.store.Workers;

/**
 * Finds the most similar items of each item by their signatures: a forest of locality-sensitive sorted lists (LSH Forest; Bawa, Condie,
 * Ganesan 2005). Each list sorts the items by other components of their signatures, so that similar items are next to each other in at
 * least one. An item is compared with {@value #WINDOW} neighbours in each list, however many similar ones there are; time and memory are
 * linear in the items.
 */
public final class Forest {
    private static final int LISTS = 24;
    private static final int WINDOW = 3;
    /** Lists that sort by the same word of the signatures begin with another one of its components. */
    private static final int ROTATION = 20;

    private final Signatures signatures;
    private final int most;
    private final int least;
    private final int leastApart;

    /**
     * @param most the maximum number of neighbours of an item
     * @param least the least estimated share of common shingles, 0 to 1
     * @param leastApart the same for items with different contexts
     */
    public Forest(Signatures signatures, int most, double least, double leastApart) {
        this.signatures = signatures;
        this.most = most;
        this.least = Signature.equalFor(least);
        this.leastApart = Signature.equalFor(leastApart);
    }

    /**
     * Grows the forest and returns the pairs: each as the smaller number in the upper half, and the larger one in the lower half; ascending.
     *
     * @param threads the number of threads, which does not influence the result
     */
    public long[] pairs(int threads) throws IOException {
        List<Integer> parts = IntStream.range(0, threads).boxed().toList();
        List<Neighbours> found = new Workers(threads).map(parts, _ -> 1, first -> {
            Neighbours neighbours = new Neighbours(signatures.size(), most);
            long[] keys = new long[signatures.size()];
            for (int list = first; list < LISTS; list += threads) {
                grow(list, keys, neighbours);
            }
            return neighbours;
        });
        Neighbours all = found.getFirst();
        found.stream().skip(1).forEach(all::addAll);
        return all.pairs();
    }

    /** Sorts the items into a list, and compares those that are next to each other. */
    private void grow(int list, long[] keys, Neighbours neighbours) {
        int size = keys.length;
        int numberBits = Integer.SIZE - Integer.numberOfLeadingZeros(Math.max(size, 1));
        long numbers = (1L << numberBits) - 1;
        for (int item = 0; item < size; item++) {
            long word = signatures.word(item, list % Signature.WORDS);
            keys[item] = Long.rotateLeft(word, list / Signature.WORDS * ROTATION) & ~numbers | item;
        }
        Arrays.sort(keys);
        for (int i = 0; i < size; i++) {
            int last = Math.min(size - 1, i + WINDOW);
            for (int next = i + 1; next <= last; next++) {
                compare((int) (keys[i] & numbers), (int) (keys[next] & numbers), neighbours);
            }
        }
    }

    private void compare(int one, int other, Neighbours neighbours) {
        if (neighbours.has(one, other)
                || signatures.file(one).file().kind()
                        != signatures.file(other).file().kind()) {
            return;
        }
        int equal = signatures.equal(one, other);
        if (equal >= (signatures.context(one) == signatures.context(other) ? least : leastApart)) {
            neighbours.add(one, other, equal);
        }
    }
}
