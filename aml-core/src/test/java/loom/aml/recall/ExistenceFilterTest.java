package loom.aml.recall;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Random;
import java.util.UUID;
import loom.aml.io.DamagedException;
import loom.aml.item.Fingerprint;
import org.junit.jupiter.api.Test;

/** The filter has no false negatives and fewer than 1 % false positives. */
class ExistenceFilterTest {
    private static final long SEED = 20_261_126;

    /** Returns the hashes of realistic ids: checksums of UUIDs. */
    private static long[] uuids(int count, long seed) {
        Random random = new Random(seed);
        long[] hashes = new long[count];
        for (int i = 0; i < count; i++) {
            hashes[i] = Fingerprint.ofId(new UUID(random.nextLong(), random.nextLong()).toString());
        }
        return hashes;
    }

    /** Returns the hashes of ids that differ in a few digits only. */
    private static long[] numbered(int from, int to) {
        long[] hashes = new long[to - from];
        for (int i = from; i < to; i++) {
            hashes[i - from] = Fingerprint.ofId("pattern-" + i);
        }
        return hashes;
    }

    private static double falsePositives(ExistenceFilter filter, long[] absent) {
        return (double) Arrays.stream(absent).filter(filter::mayContain).count() / absent.length;
    }

    private static void requireAll(ExistenceFilter filter, long[] present) {
        assertThat(Arrays.stream(present).filter(hash -> !filter.mayContain(hash)))
                .as("false negatives")
                .isEmpty();
    }

    @Test
    void falsePositivesOfAMillionItems_areBelowOnePercent_atTenBitsPerItem() {
        long[] present = uuids(1_000_000, SEED);
        ExistenceFilter filter = ExistenceFilter.forItems(present.length).with(present);

        requireAll(filter, present);
        double wrong = falsePositives(filter, uuids(1_000_000, SEED + 1));
        double bits = filter.toBytes().length * 8.0 / present.length;
        System.out.printf("existence filter: %.3f %% false positives, %.3f bits an item%n", 100 * wrong, bits);
        assertThat(wrong).isLessThan(0.01);
        assertThat(filter.bitsPerItem()).isLessThanOrEqualTo(10);
        assertThat(bits).isLessThan(10.001);
        assertThat(filter.isFull()).isFalse();
    }

    @Test
    void similarIds_haveNoMoreFalsePositives() {
        ExistenceFilter filter = ExistenceFilter.forItems(50_000).with(numbered(0, 50_000));

        requireAll(filter, numbered(0, 50_000));
        assertThat(falsePositives(filter, numbered(50_000, 1_050_000))).isLessThan(0.01);
    }

    @Test
    void filterFilledToCapacity_hasFewFalsePositives_andNoFalseNegatives() {
        ExistenceFilter filter = ExistenceFilter.forItems(100_000).with(uuids(100_000, SEED));
        int more = 0;
        while (!filter.isFull()) {
            filter = filter.with(uuids(500, SEED + 10 + more++));
        }

        requireAll(filter, uuids(100_000, SEED));
        for (int i = 0; i < more; i++) {
            requireAll(filter, uuids(500, SEED + 10 + i));
        }
        assertThat(falsePositives(filter, uuids(1_000_000, SEED + 1))).isLessThan(0.01);
    }

    @Test
    void addingKnownIds_takesNoCapacity() {
        ExistenceFilter filter = ExistenceFilter.forItems(1_000).with(uuids(1_000, SEED));

        for (int i = 0; i < 100; i++) {
            filter = filter.with(uuids(1_000, SEED));
        }

        assertThat(filter.isFull()).isFalse();
    }

    @Test
    void adding_leavesThePreviousFilterUnchanged() {
        ExistenceFilter empty = ExistenceFilter.forItems(100);
        empty.with(uuids(100, SEED));

        assertThat(falsePositives(empty, uuids(100, SEED))).isZero();
    }

    @Test
    void bytes_areParsedAgain() throws DamagedException {
        ExistenceFilter filter = ExistenceFilter.forItems(500).with(uuids(500, SEED));

        ExistenceFilter read = ExistenceFilter.parse(filter.toBytes());

        assertThat(read.toBytes()).isEqualTo(filter.toBytes());
        requireAll(read, uuids(500, SEED));
    }

    @Test
    void truncatedBytes_areRejected() {
        byte[] bytes = ExistenceFilter.forItems(100).with(uuids(100, SEED)).toBytes();

        for (int length = 0; length < bytes.length; length++) {
            byte[] cut = Arrays.copyOf(bytes, length);
            assertThatThrownBy(() -> ExistenceFilter.parse(cut))
                    .as("%d bytes", length)
                    .isInstanceOf(DamagedException.class);
        }
    }

    @Test
    void bytesWithAFlippedBit_areRejected() {
        byte[] bytes = ExistenceFilter.forItems(100).with(uuids(100, SEED)).toBytes();

        for (int bit = 0; bit < bytes.length * 8; bit++) {
            byte[] turned = bytes.clone();
            turned[bit / 8] ^= (byte) (1 << bit % 8);
            assertThatThrownBy(() -> ExistenceFilter.parse(turned))
                    .as("bit %d", bit)
                    .isInstanceOf(DamagedException.class);
        }
    }
}
