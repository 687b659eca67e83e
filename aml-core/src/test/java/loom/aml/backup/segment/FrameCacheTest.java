package loom.aml.backup.segment;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Cached frames within limits: six of a megabyte, and 48 MB of small ones. */
class FrameCacheTest {
    private static final int MB = 1 << 20;
    private static final int SMALL = (512 << 10) - 1;

    private final FrameCache cache = new FrameCache();

    private int atHand(int frames) {
        int found = 0;
        for (int i = 0; i < frames; i++) {
            found += cache.get("segment", i) == null ? 0 : 1;
        }
        return found;
    }

    @Test
    void largeFrames_areCachedWithinTheLimit_theLastUsedLongest() {
        for (int i = 0; i < 6; i++) {
            cache.put("segment", i, new byte[MB]);
        }
        assertThat(atHand(6)).isEqualTo(6);
        assertThat(cache.get("segment", 0)).isNotNull();

        cache.put("segment", 6, new byte[MB]);

        assertThat(cache.get("segment", 1))
                .as("the one that was asked for longest ago")
                .isNull();
        assertThat(cache.get("segment", 0)).isNotNull();
        assertThat(cache.get("segment", 6)).isNotNull();
    }

    @Test
    void finishedOrReplacedFrames_takeNoSpace() {
        for (int round = 0; round < 20; round++) {
            for (int i = 0; i < 6; i++) {
                cache.put("segment", i, new byte[MB]);
                cache.put("segment", i, new byte[MB]);
            }
            assertThat(atHand(6)).as("round %d", round).isEqualTo(6);
            for (int i = 0; i < 6; i++) {
                cache.remove("segment", i, new byte[MB]);
                cache.remove("segment", i, new byte[MB]);
            }
            assertThat(atHand(6)).isZero();
        }
    }

    @Test
    void smallFrames_haveSpaceOfTheirOwn() {
        for (int i = 0; i < 90; i++) {
            cache.put("segment", i, new byte[SMALL]);
        }
        for (int i = 100; i < 120; i++) {
            cache.put("segment", i, new byte[512 << 10]);
        }
        assertThat(atHand(90)).isEqualTo(90);
        assertThat(atHand(120)).as("and twelve of those that count as large").isEqualTo(102);
        assertThat(cache.get("another", 0)).isNull();
    }
}
