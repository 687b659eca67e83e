package loom.aml.merge.nominate;

import java.util.Arrays;

/**
 * Finds the most similar items of each item by their signatures: a forest of locality-sensitive sorted lists (LSH Forest; Bawa, Condie,
 * Ganesan 2005). Each list sorts the items by other components of their signatures, so that similar items are next to each other in at
 * least one. An item is compared with {@value #WINDOW} neighbours in each list, however many similar ones there are; time and memory are
 * linear in the items.
 */
public final class Forest {
    private static final int LISTS = 24;
    private static final int WINDOW = 3;
    /** Half a component suffices to separate unlike items in a list, and makes its prefix twice as deep. */
    private static final int BITS = 4;

    private static final int STEP = 29;
    private static final int STRIDE = 37;

    private final Signatures signatures;
    private final int most;
    private final int least;
    private final int leastApart;
    private final int[] neighbours;
    private final byte[] scores;

    /**
     * @param most the maximum number of neighbours of an item
     * @param least the least estimated share of common shingles, 0 to 1
     * @param leastApart the same for items with different contexts
     */
    public Forest(Signatures signatures, int most, double least, double leastApart) {
        this.signatures = signatures;
        this.most = most;
        this.least = (int) Math.ceil(least * SignedFile.BYTES);
        this.leastApart = (int) Math.ceil(leastApart * SignedFile.BYTES);
        this.neighbours = new int[signatures.size() * most];
        this.scores = new byte[signatures.size() * most];
    }

    /** Grows the forest and returns the pairs: each as the smaller number in the upper half, and the larger one in the lower half; ascending. */
    public long[] pairs() {
        int size = signatures.size();
        int numberBits = Integer.SIZE - Integer.numberOfLeadingZeros(Math.max(size, 1));
        long[] keys = new long[size];
        for (int list = 0; list < LISTS; list++) {
            for (int item = 0; item < size; item++) {
                keys[item] = key(item, list, Long.SIZE - numberBits) << numberBits | item;
            }
            Arrays.parallelSort(keys);
            long numbers = (1L << numberBits) - 1;
            for (int i = 0; i < size; i++) {
                for (int next = i + 1; next < size && next <= i + WINDOW; next++) {
                    consider((int) (keys[i] & numbers), (int) (keys[next] & numbers));
                }
            }
        }
        return collected();
    }

    private long key(int item, int list, int bits) {
        byte[] bytes = signatures.file(item).signatures();
        int at = signatures.inFile(item) * SignedFile.BYTES;
        long key = 0;
        for (int i = 0; i < bits / BITS; i++) {
            int component = (list * STEP + i * STRIDE) % SignedFile.BYTES;
            key = key << BITS | bytes[at + component] & (1 << BITS) - 1;
        }
        return key;
    }

    private void consider(int one, int other) {
        if (signatures.file(one).file().kind() != signatures.file(other).file().kind()) {
            return;
        }
        int equal = signatures.equal(one, other);
        if (equal >= (signatures.context(one) == signatures.context(other) ? least : leastApart)) {
            add(one, other, equal);
            add(other, one, equal);
        }
    }

    /** Adds a neighbour unless it is there already, or all that are there are more similar. */
    private void add(int item, int neighbour, int equal) {
        byte score = (byte) (equal - 1);
        int from = item * most;
        int worst = from;
        for (int i = from; i < from + most; i++) {
            if (scores[i] > 0 && neighbours[i] == neighbour) {
                return;
            }
            if (scores[i] < scores[worst]) {
                worst = i;
            }
        }
        if (scores[worst] < score) {
            scores[worst] = score;
            neighbours[worst] = neighbour;
        }
    }

    private long[] collected() {
        long[] pairs = new long[neighbours.length];
        int count = 0;
        for (int i = 0; i < neighbours.length; i++) {
            if (scores[i] > 0) {
                int item = i / most;
                pairs[count++] = (long) Math.min(item, neighbours[i]) << Integer.SIZE | Math.max(item, neighbours[i]);
            }
        }
        return PairList.distinct(pairs, count);
    }
}
