package loom.aml.merge.nominate;

/**
 * The most similar items of each item that were found so far. Of equally similar ones those with the smaller numbers, so that the result does not
 * depend on the order in which they are found. 5 bytes for each neighbour. Not thread-safe.
 */
final class Neighbours {
    private final int most;
    private final int[] items;
    /** The similarity of each neighbour, from 1; 0 where there is none. */
    private final byte[] scores;

    /** @param most the maximum number of neighbours of an item */
    Neighbours(int size, int most) {
        this.most = most;
        this.items = new int[size * most];
        this.scores = new byte[size * most];
    }

    /** Returns whether one of two items is a neighbour of the other, so that they need not be compared again. */
    boolean has(int one, int other) {
        return knows(one, other) || knows(other, one);
    }

    private boolean knows(int item, int neighbour) {
        for (int i = item * most; i < (item + 1) * most; i++) {
            if (items[i] == neighbour && scores[i] > 0) {
                return true;
            }
        }
        return false;
    }

    /**
     * Makes each of two items a neighbour of the other, unless those that it has are more similar.
     *
     * @param score their similarity, from 1 to 127
     */
    void add(int one, int other, int score) {
        addTo(one, other, score);
        addTo(other, one, score);
    }

    private void addTo(int item, int neighbour, int score) {
        int worst = item * most;
        for (int i = worst; i < (item + 1) * most; i++) {
            if (items[i] == neighbour && scores[i] > 0) {
                return;
            }
            if (isWorse(i, item, scores[worst], items[worst])) {
                worst = i;
            }
        }
        if (isWorse(worst, item, score, neighbour)) {
            scores[worst] = (byte) Math.min(score, Byte.MAX_VALUE);
            items[worst] = neighbour;
        }
    }

    private boolean isWorse(int place, int item, int score, int neighbour) {
        if (scores[place] != score) {
            return scores[place] < score;
        }
        int distance = Math.abs(items[place] - item);
        int distanceOfOther = Math.abs(neighbour - item);
        return distance == distanceOfOther ? items[place] > neighbour : distance > distanceOfOther;
    }

    /** Adds the neighbours that were found elsewhere. */
    void addAll(Neighbours others) {
        for (int i = 0; i < others.items.length; i++) {
            if (others.scores[i] > 0) {
                addTo(i / most, others.items[i], others.scores[i]);
            }
        }
    }

    /** Returns the pairs of neighbours, ascending. */
    long[] pairs() {
        long[] pairs = new long[items.length];
        int count = 0;
        for (int i = 0; i < items.length; i++) {
            if (scores[i] > 0) {
                int item = i / most;
                pairs[count++] = PairList.pair(Math.min(item, items[i]), Math.max(item, items[i]));
            }
        }
        return PairList.distinct(pairs, count);
    }
}
