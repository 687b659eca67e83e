package loom.aml.map;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The words of documents, weighted by their rarity (tf-idf) and scaled to unit length. Of each document the {@value #MOST} rarest
 * words count; a word of a single document relates it to nothing.
 */
final class WordVectors {
    private static final int MOST = 16;

    /** A document as ascending words with their weights. */
    @SuppressWarnings("ArrayRecordComponent")
    record Vector(int[] words, float[] weights) {}

    private final Map<String, Integer> numbers = new HashMap<>();
    private final List<int[]> documents = new ArrayList<>();

    /** Adds a document with its different words. */
    void add(Collection<String> words) {
        documents.add(words.stream()
                .mapToInt(word -> numbers.computeIfAbsent(word, _ -> numbers.size()))
                .sorted()
                .toArray());
    }

    /** Returns the number of different words. */
    int words() {
        return numbers.size();
    }

    List<Vector> vectors() {
        int[] frequency = new int[numbers.size()];
        for (int[] document : documents) {
            for (int word : document) {
                frequency[word]++;
            }
        }
        List<Vector> vectors = new ArrayList<>(documents.size());
        for (int[] document : documents) {
            vectors.add(vector(document, frequency));
        }
        return vectors;
    }

    private Vector vector(int[] document, int[] frequency) {
        int[] rarest = Arrays.stream(document)
                .filter(word -> frequency[word] > 1)
                .boxed()
                .sorted(Comparator.comparingInt((Integer word) -> frequency[word])
                        .thenComparing(word -> word))
                .limit(MOST)
                .mapToInt(Integer::intValue)
                .sorted()
                .toArray();
        float[] weights = new float[rarest.length];
        double sum = 0;
        for (int i = 0; i < rarest.length; i++) {
            weights[i] = (float) Math.log(1 + (double) documents.size() / frequency[rarest[i]]);
            sum += weights[i] * weights[i];
        }
        float length = (float) Math.sqrt(sum);
        for (int i = 0; i < weights.length; i++) {
            weights[i] /= length;
        }
        return new Vector(rarest, weights);
    }
}
