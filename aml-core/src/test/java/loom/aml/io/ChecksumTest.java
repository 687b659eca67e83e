package loom.aml.io;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ChecksumTest {
    private static final byte[] DIGITS = "123456789".getBytes(StandardCharsets.US_ASCII);

    @Test
    void value_combinesCrc32AndCrc32c() {
        // The check values of the CRC catalogue for these nine bytes.
        assertThat(of(DIGITS)).isEqualTo(0xcbf43926_e3069283L);
    }

    @Test
    void value_isZeroForNoBytes() {
        assertThat(new Checksum().value()).isZero();
        assertThat(new Checksum().content()).isEqualTo(new Checksum.Content(0, "0000000000000000"));
    }

    @Test
    void content_hasSizeAndSixteenHexDigits() {
        Checksum checksum = new Checksum();
        checksum.update(DIGITS, 0, 9);

        assertThat(checksum.content()).isEqualTo(new Checksum.Content(9, "cbf43926e3069283"));
    }

    @Test
    void value_isIndependentOfChunkSizes() {
        byte[] bytes = new byte[10_000];
        new Random(1).nextBytes(bytes);
        Checksum inPieces = new Checksum();
        for (int from = 0; from < bytes.length; from += 7) {
            inPieces.update(bytes, from, Math.min(7, bytes.length - from));
        }

        assertThat(inPieces.value()).isEqualTo(of(bytes));
    }

    @Test
    void value_changesWithEveryBit() {
        byte[] bytes = new byte[200];
        new Random(2).nextBytes(bytes);
        Set<Long> seen = new HashSet<>();
        seen.add(of(bytes));
        for (int bit = 0; bit < bytes.length * 8; bit++) {
            bytes[bit >> 3] ^= (byte) (1 << (bit & 7));
            assertThat(seen.add(of(bytes))).as("bit %d", bit).isTrue();
            bytes[bit >> 3] ^= (byte) (1 << (bit & 7));
        }
    }

    private static long of(byte[] bytes) {
        Checksum checksum = new Checksum();
        checksum.update(bytes, 0, bytes.length);
        return checksum.value();
    }
}
