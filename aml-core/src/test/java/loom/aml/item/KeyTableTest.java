package loom.aml.item;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import java.util.function.LongUnaryOperator;
import loom.aml.CaseSample;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A table of keys compared with a {@code HashMap}, and with keys that are as bad as possible for a hash table. */
class KeyTableTest {

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 63, 64, 65, 1_000, 100_000})
    void longs_areNumberedAsByAMap_whateverSizeWasExpected(int expected) {
        for (int seed : CaseSample.seeds(20)) {
            Random random = new Random(seed);
            KeyTable table = KeyTable.ofLongs(expected);
            Map<Long, Integer> map = new HashMap<>();
            int range = 1 + random.nextInt(6_000);
            for (int i = 0; i < 5_000; i++) {
                long key = random.nextInt(range) - range / 2;
                int before = map.size();
                assertThat(table.size()).isEqualTo(before);
                Integer known = map.putIfAbsent(key, before);

                assertThat(table.add(key)).as("seed %d", seed).isEqualTo(known == null ? before : known);

                long asked = random.nextInt(range) - range / 2;
                assertThat(table.find(asked)).as("seed %d", seed).isEqualTo(map.getOrDefault(asked, -1));
            }
            map.forEach((key, number) -> assertThat(table.key(number)).isEqualTo(key));
            assertThat(table.sortedKeys()).containsExactly(new TreeSet<>(map.keySet()).toArray(Long[]::new));
        }
    }

    @Test
    void pairs_areNumberedAsByAMap_evenIfOneHalfIsTheSame() {
        for (int seed : CaseSample.seeds(20)) {
            Random random = new Random(seed);
            KeyTable table = KeyTable.ofPairs();
            Map<List<Long>, Integer> map = new HashMap<>();
            int range = 1 + random.nextInt(100);
            for (int i = 0; i < 5_000; i++) {
                long high = random.nextInt(range);
                long low = random.nextInt(range);
                int before = map.size();
                Integer known = map.putIfAbsent(List.of(high, low), before);

                assertThat(table.add(high, low)).as("seed %d", seed).isEqualTo(known == null ? before : known);

                // Halves that were swapped make another key.
                assertThat(table.find(low, high)).isEqualTo(map.getOrDefault(List.of(low, high), -1));
            }
            map.forEach((key, number) -> assertThat(table.key(number)).isEqualTo(key.getFirst()));
        }
    }

    @Test
    void keysAtTheLimits_areKeysLikeAnyOther() {
        long[] limits = {0, -1, 1, Long.MIN_VALUE, Long.MAX_VALUE, Integer.MIN_VALUE, Integer.MAX_VALUE};
        KeyTable longs = KeyTable.ofLongs();
        KeyTable pairs = KeyTable.ofPairs();
        for (long key : limits) {
            assertThat(longs.find(key)).isNegative();
            assertThat(pairs.find(key, ~key)).isNegative();
        }
        for (int i = 0; i < limits.length; i++) {
            assertThat(longs.add(limits[i])).isEqualTo(i);
            assertThat(pairs.add(limits[i], ~limits[i])).isEqualTo(i);
        }
        for (int i = 0; i < limits.length; i++) {
            assertThat(longs.find(limits[i])).isEqualTo(i);
            assertThat(pairs.find(limits[i], ~limits[i])).isEqualTo(i);
            assertThat(pairs.find(limits[i], limits[i])).isNegative();
        }
    }

    @Test
    void anEmptyTable_hasNoKey() {
        KeyTable table = KeyTable.ofLongs();

        assertThat(table.size()).isZero();
        assertThat(table.find(0)).isEqualTo(-1);
        assertThat(table.sortedKeys()).isEmpty();
    }

    /** Sequences of keys that differ in few bits. */
    private enum Pattern {
        CONSECUTIVE(i -> i),
        HIGH_BITS(i -> i << 44),
        MIDDLE_BITS(i -> i << 24),
        BOTH_HALVES_THE_SAME(i -> i << 32 | i),
        MULTIPLES_OF_A_POWER_OF_2(i -> i << 10),
        CHECKSUMS_OF_CONSECUTIVE_IDS(i -> Fingerprint.ofId("item-" + i));

        private final LongUnaryOperator keys;

        Pattern(LongUnaryOperator keys) {
            this.keys = keys;
        }
    }

    @ParameterizedTest
    @EnumSource(Pattern.class)
    void keysThatDifferInFewBits_areFoundWithoutLongRunsOfSlots(Pattern pattern) {
        int count = CaseSample.isFull() ? 1 << 19 : 1 << 16;

        assertTimeoutPreemptively(Duration.ofSeconds(20), () -> {
            KeyTable longs = KeyTable.ofLongs();
            KeyTable pairs = KeyTable.ofPairs();
            for (long i = 0; i < count; i++) {
                long key = pattern.keys.applyAsLong(i);
                require(longs.add(key) == i && pairs.add(1, key) == i, key);
            }
            for (long i = 0; i < count; i++) {
                long key = pattern.keys.applyAsLong(i);
                require(longs.find(key) == i && pairs.find(1, key) == i && longs.find(~key) < 0, key);
            }
        });
    }

    /** Cheaper than an assertion that would be made half a million times. */
    private static void require(boolean condition, long key) {
        if (!condition) {
            throw new AssertionError("key " + key);
        }
    }

    @Test
    void numbers_stayAsTheTableGrows() {
        KeyTable table = KeyTable.ofLongs();
        Random random = new Random(7);
        List<Long> keys = new ArrayList<>();
        for (int size = 1; size <= 1 << 17; size *= 2) {
            while (keys.size() < size) {
                keys.add(random.nextLong());
                table.add(keys.getLast());
            }
            for (int number = 0; number < size; number++) {
                long key = keys.get(number);
                require(table.find(key) == number && table.key(number) == key, key);
            }
        }
    }
}
