package loom.aml.map;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ItemMapTest {
    private static final int SUBJECTS = 6;
    private static final int DOCUMENTS = 40;

    /** Returns documents about a few subjects, those of a subject one after the other. */
    private static List<List<String>> documents() {
        SplittableRandom random = new SplittableRandom(1);
        List<List<String>> documents = new ArrayList<>();
        for (int subject = 0; subject < SUBJECTS; subject++) {
            for (int i = 0; i < DOCUMENTS; i++) {
                List<String> words = new ArrayList<>(List.of("the", "always"));
                for (int word = 0; word < 8; word++) {
                    words.add("subject" + subject + "word" + random.nextInt(12));
                }
                words.add("only" + subject + "and" + i);
                documents.add(words.stream().distinct().toList());
            }
        }
        return documents;
    }

    private static float[] places(List<List<String>> documents) {
        ItemMap map = new ItemMap();
        documents.forEach(map::add);
        return map.places();
    }

    private static double distance(float[] places, int one, int other) {
        return Math.hypot(places[2 * one] - places[2 * other], places[2 * one + 1] - places[2 * other + 1]);
    }

    @Test
    void documentsOfASubject_areNearToEachOther() {
        float[] places = places(documents());

        int right = 0;
        int count = SUBJECTS * DOCUMENTS;
        for (int one = 0; one < count; one++) {
            int nearest = -1;
            for (int other = 0; other < count; other++) {
                boolean isNearer = nearest < 0 || distance(places, one, other) < distance(places, one, nearest);
                if (other != one && isNearer) {
                    nearest = other;
                }
            }
            right += nearest / DOCUMENTS == one / DOCUMENTS ? 1 : 0;
        }
        assertThat(right).isGreaterThan(count * 9 / 10);
    }

    @Test
    void sameDocuments_haveTheSamePlaces() {
        assertThat(places(documents())).isEqualTo(places(documents()));
    }

    @Test
    void allPlaces_areOnTheMap() {
        for (float place : places(documents())) {
            assertThat(place).isBetween(-1f, 1f);
        }
    }

    @Test
    void fewDocuments_haveAMap() {
        assertThat(places(List.of())).isEmpty();
        assertThat(places(List.of(List.of()))).hasSize(2);
        assertThat(places(List.of(List.of("one"), List.of("one")))).hasSize(4).doesNotContain(Float.NaN);
    }
}
