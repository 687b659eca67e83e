package loom.aml.item;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Which of several items with one id survives. */
class SurvivorsTest {
    private static final String TIMESTAMP = "2026-01-01T00:00:00Z";

    private final Survivors survivors = new Survivors();

    private int add(long id, int executions, String timestamp) {
        String json = "{\"id\":\"x\",\"agent\":\"a\",\"timestamp\":\"%s\",\"metrics\":{\"executionCount\":%d}}"
                .formatted(timestamp, executions);
        return OneItem.ask(json, item -> survivors.add(id, item));
    }

    private static String day(int day) {
        return "2026-03-%02dT12:00:00Z".formatted(day);
    }

    @Test
    void mostUsed_survives() {
        assertThat(add(7, 3, day(5))).isZero();
        assertThat(add(7, 4, day(1))).isZero();
        assertThat(add(7, 3, day(9))).isEqualTo(~0);
    }

    @Test
    void lastUsed_survives_amongItemsUsedAsOften() {
        assertThat(add(7, 3, day(5))).isZero();
        assertThat(add(7, 3, day(6))).isZero();
        assertThat(add(7, 3, day(5))).isEqualTo(~0);
    }

    @Test
    void first_survives_amongItemsUsedAlike() {
        assertThat(add(7, 3, day(5))).isZero();
        assertThat(add(7, 3, day(5))).isEqualTo(~0);
    }

    @Test
    void itemWithoutATime_survivesOnlyIfItIsUsedMore() {
        assertThat(add(7, 3, "never")).isZero();
        assertThat(add(7, 3, "never")).isEqualTo(~0);
        assertThat(add(7, 3, "2001-01-01T00:00:00Z")).isZero();
        assertThat(add(7, 3, "never")).isEqualTo(~0);
        assertThat(add(7, 4, "never")).isZero();
    }

    @Test
    void ids_areNumberedInOrder() {
        assertThat(add(70, 1, TIMESTAMP)).isZero();
        assertThat(add(-7, 1, TIMESTAMP)).isEqualTo(1);
        assertThat(add(70, 2, TIMESTAMP)).isZero();
        assertThat(add(-7, 0, TIMESTAMP)).isEqualTo(~1);
        assertThat(survivors.size()).isEqualTo(2);
        assertThat(survivors.find(-7)).isEqualTo(1);
        assertThat(survivors.find(8)).isEqualTo(-1);
        assertThat(survivors.id(0)).isEqualTo(70);
        assertThat(survivors.sortedIds()).containsExactly(-7, 70);
    }

    @Test
    void survivorOfManyItems_isTheFirstThatNoOtherBeats() {
        Random random = new Random(5);
        Map<Long, List<int[]>> items = new HashMap<>();
        Map<Long, Integer> survivor = new HashMap<>();
        for (int i = 0; i < 20_000; i++) {
            long id = random.nextInt(1_500);
            int[] item = {random.nextInt(3), 1 + random.nextInt(4)};
            List<int[]> sameId = items.computeIfAbsent(id, _ -> new ArrayList<>());
            sameId.add(item);
            if (add(id, item[0], day(item[1])) >= 0) {
                survivor.put(id, sameId.size() - 1);
            }
        }
        items.forEach((id, sameId) -> {
            int best = 0;
            for (int i = 1; i < sameId.size(); i++) {
                int[] one = sameId.get(i);
                int[] other = sameId.get(best);
                best = one[0] > other[0] || (one[0] == other[0] && one[1] > other[1]) ? i : best;
            }
            assertThat(survivor).containsEntry(id, best);
        });
        assertThat(survivors.size()).isEqualTo(items.size());
    }
}
