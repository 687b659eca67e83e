package loom.aml.map;

import java.util.ArrayList;
import java.util.List;

/**
 * The most similar documents of each document, by the cosine of their vectors. Words of more than {@value #COMMON} documents find
 * no neighbours, so that the work is linear in the number of documents.
 */
final class Neighbours {
    /** The number of neighbours of a document. */
    private static final int MOST = 8;

    private static final int COMMON = 300;
    private static final float LEAST = 0.12f;

    private Neighbours() {}

    /** A pair of similar documents. */
    record Pair(int one, int other, float similarity) {}

    static List<Pair> of(List<WordVectors.Vector> vectors, int words) {
        Postings postings = Postings.of(vectors, words);
        float[] scores = new float[vectors.size()];
        int[] touched = new int[vectors.size()];
        List<Pair> pairs = new ArrayList<>();
        for (int one = 0; one < vectors.size(); one++) {
            WordVectors.Vector vector = vectors.get(one);
            int count = 0;
            for (int i = 0; i < vector.words().length; i++) {
                int[] documents = postings.documents[vector.words()[i]];
                float[] weights = postings.weights[vector.words()[i]];
                for (int at = 0; at < documents.length; at++) {
                    int other = documents[at];
                    if (scores[other] == 0) {
                        touched[count++] = other;
                    }
                    scores[other] += vector.weights()[i] * weights[at];
                }
            }
            addBest(one, scores, touched, count, pairs);
            for (int i = 0; i < count; i++) {
                scores[touched[i]] = 0;
            }
        }
        return pairs;
    }

    /** The documents of each word, with its weight in each; none for common words. */
    @SuppressWarnings("ArrayRecordComponent")
    private record Postings(int[][] documents, float[][] weights) {
        static Postings of(List<WordVectors.Vector> vectors, int words) {
            int[] counts = new int[words];
            for (WordVectors.Vector vector : vectors) {
                for (int word : vector.words()) {
                    counts[word]++;
                }
            }
            int[][] documents = new int[words][];
            float[][] weights = new float[words][];
            for (int word = 0; word < words; word++) {
                int size = counts[word] > COMMON ? 0 : counts[word];
                documents[word] = new int[size];
                weights[word] = new float[size];
            }
            int[] filled = new int[words];
            for (int document = 0; document < vectors.size(); document++) {
                WordVectors.Vector vector = vectors.get(document);
                for (int i = 0; i < vector.words().length; i++) {
                    int word = vector.words()[i];
                    if (documents[word].length > 0) {
                        documents[word][filled[word]] = document;
                        weights[word][filled[word]++] = vector.weights()[i];
                    }
                }
            }
            return new Postings(documents, weights);
        }
    }

    private static void addBest(int one, float[] scores, int[] touched, int count, List<Pair> pairs) {
        int[] best = new int[MOST];
        int kept = 0;
        for (int i = 0; i < count; i++) {
            int other = touched[i];
            if (other == one || scores[other] < LEAST) {
                continue;
            }
            int place = kept < MOST ? kept++ : MOST;
            if (place == MOST) {
                if (!isBetter(other, best[MOST - 1], scores)) {
                    continue;
                }
                place = MOST - 1;
            }
            while (place > 0 && isBetter(other, best[place - 1], scores)) {
                best[place] = best[place - 1];
                place--;
            }
            best[place] = other;
        }
        for (int i = 0; i < kept; i++) {
            pairs.add(new Pair(one, best[i], scores[best[i]]));
        }
    }

    /** Ties are broken by position, so that the result does not depend on the order of words. */
    private static boolean isBetter(int one, int other, float[] scores) {
        return scores[one] > scores[other] || (scores[one] == scores[other] && one < other);
    }
}
