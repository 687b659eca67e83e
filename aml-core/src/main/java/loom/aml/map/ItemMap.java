package loom.aml.map;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Places for documents in a plane: those with the same rare words attract each other, all others repel each other. This is the
 * stochastic gradient descent of UMAP (McInnes, Healy, Melville 2018) with a fixed seed: the same documents have the same places.
 */
public final class ItemMap {
    private static final long SEED = 20_180_209;
    private static final int ROUNDS = 60;
    private static final int REPELLED = 3;
    private static final float SPREAD = 10;
    /** The longest step of a document in one direction. */
    private static final float STEP = 4;

    private static final float NEAR = 0.001f;
    /** The share of documents that must be inside the map; the map is scaled by them, and the others are at its edge. */
    private static final double INSIDE = 0.99;

    private final WordVectors vectors = new WordVectors();
    private int count;

    /** Adds a document. */
    public void add(Collection<String> words) {
        vectors.add(words);
        count++;
    }

    /**
     * Returns the places of the documents in the order in which they were added: x and y in turn, each from -1 to 1.
     */
    public float[] places() {
        List<WordVectors.Vector> all = vectors.vectors();
        float[] places = begin(all);
        List<Neighbours.Pair> pairs = Neighbours.of(all, vectors.words());
        SplittableRandom random = new SplittableRandom(SEED);
        for (int round = 0; round < ROUNDS; round++) {
            float rate = 1 - (float) round / ROUNDS;
            for (Neighbours.Pair pair : pairs) {
                attract(places, pair, rate);
                for (int i = 0; i < REPELLED; i++) {
                    repel(places, pair.one(), random.nextInt(count), rate);
                }
            }
        }
        return scaled(places);
    }

    /** Begins with a random projection, so that similar documents are near to each other from the start. */
    private float[] begin(List<WordVectors.Vector> all) {
        float[] places = new float[2 * count];
        for (int document = 0; document < count; document++) {
            WordVectors.Vector vector = all.get(document);
            SplittableRandom own = new SplittableRandom(SEED + document);
            float x = own.nextFloat() - 0.5f;
            float y = own.nextFloat() - 0.5f;
            for (int i = 0; i < vector.words().length; i++) {
                SplittableRandom ofWord = new SplittableRandom(SEED ^ (vector.words()[i] * 0x9e3779b97f4a7c15L));
                x += vector.weights()[i] * (ofWord.nextFloat() - 0.5f) * SPREAD;
                y += vector.weights()[i] * (ofWord.nextFloat() - 0.5f) * SPREAD;
            }
            places[2 * document] = x;
            places[2 * document + 1] = y;
        }
        return places;
    }

    private static void attract(float[] places, Neighbours.Pair pair, float rate) {
        int one = 2 * pair.one();
        int other = 2 * pair.other();
        float dx = places[one] - places[other];
        float dy = places[one + 1] - places[other + 1];
        float pull = -2 * pair.similarity() / (1 + dx * dx + dy * dy);
        float x = limited(pull * dx) * rate;
        float y = limited(pull * dy) * rate;
        places[one] += x;
        places[one + 1] += y;
        places[other] -= x;
        places[other + 1] -= y;
    }

    private static void repel(float[] places, int document, int from, float rate) {
        int one = 2 * document;
        int other = 2 * from;
        float dx = places[one] - places[other];
        float dy = places[one + 1] - places[other + 1];
        float square = dx * dx + dy * dy;
        float push = 2 / ((NEAR + square) * (1 + square)) / REPELLED;
        places[one] += limited(push * dx) * rate;
        places[one + 1] += limited(push * dy) * rate;
    }

    private static float limited(float step) {
        return Math.clamp(step, -STEP, STEP);
    }

    private float[] scaled(float[] places) {
        for (int axis = 0; axis < 2 && count > 0; axis++) {
            float[] values = new float[count];
            for (int i = 0; i < count; i++) {
                values[i] = places[2 * i + axis];
            }
            Arrays.sort(values);
            float least = values[(int) ((count - 1) * (1 - INSIDE))];
            float most = values[(int) ((count - 1) * INSIDE)];
            float middle = (least + most) / 2;
            float half = Math.max((most - least) / 2, NEAR) * 1.04f;
            for (int i = 0; i < count; i++) {
                places[2 * i + axis] = Math.clamp((places[2 * i + axis] - middle) / half, -1, 1);
            }
        }
        return places;
    }
}
