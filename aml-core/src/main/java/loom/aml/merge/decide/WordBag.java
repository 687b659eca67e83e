package loom.aml.merge.decide;

import java.util.Arrays;
import loom.aml.merge.text.WordCharacters;
import loom.aml.merge.text.WordClass;

/** The words of an item that have a topic, each as often as it occurs; by hash, because only their number in common matters. Immutable. */
final class WordBag {
    private final int[] hashes;

    private WordBag(int[] hashes) {
        this.hashes = hashes;
    }

    /** The hashes of words without a topic, ascending. */
    private static final int[] FUNCTION = WordClass.FUNCTION.words().stream()
            .mapToInt(String::hashCode)
            .sorted()
            .toArray();

    /** Collects words. */
    static final class Builder {
        private int[] hashes = new int[128];
        private int count;

        /** Adds the words of a text: its runs of letters and digits, without case. */
        void add(String text) {
            int hash = 0;
            for (int i = 0; i <= text.length(); i++) {
                char c = i < text.length() ? WordCharacters.of(text.charAt(i)) : 0;
                if (c != 0) {
                    hash = 31 * hash + c;
                } else if (hash != 0) {
                    addWord(hash);
                    hash = 0;
                }
            }
        }

        private void addWord(int hash) {
            if (Arrays.binarySearch(FUNCTION, hash) >= 0) {
                return;
            }
            if (count == hashes.length) {
                hashes = Arrays.copyOf(hashes, 2 * count);
            }
            hashes[count++] = hash;
        }

        WordBag build() {
            int[] sorted = Arrays.copyOf(hashes, count);
            Arrays.sort(sorted);
            return new WordBag(sorted);
        }
    }

    /** Returns whether it has a word in lower case. */
    boolean has(String word) {
        return Arrays.binarySearch(hashes, word.hashCode()) >= 0;
    }

    int size() {
        return hashes.length;
    }

    /** Returns the number of words that both have. */
    int common(WordBag other) {
        int common = 0;
        int i = 0;
        int j = 0;
        while (i < hashes.length && j < other.hashes.length) {
            if (hashes[i] == other.hashes[j]) {
                common++;
                i++;
                j++;
            } else if (hashes[i] < other.hashes[j]) {
                i++;
            } else {
                j++;
            }
        }
        return common;
    }

    /** Returns the share of common words: twice their number divided by that of all (Dice's coefficient), 0 to 1. */
    double similarity(WordBag other) {
        int all = hashes.length + other.hashes.length;
        return all == 0 ? 0 : 2.0 * common(other) / all;
    }

    /** Returns the share of the words of the shorter one that the other has, too, 0 to 1; 0 if it has fewer than some words. */
    double containment(WordBag other, int fewest) {
        int least = Math.min(hashes.length, other.hashes.length);
        return least < fewest ? 0 : (double) common(other) / least;
    }
}
