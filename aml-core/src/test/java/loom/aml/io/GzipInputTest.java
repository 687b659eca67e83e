package loom.aml.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GzipInputTest {
    private static final int HEADER_CRC = 2;
    private static final int EXTRA = 4;
    private static final int NAME = 8;
    private static final int COMMENT = 16;
    private static final int HEADER = 10;
    private static final int TRAILER = 8;

    @Test
    void read_returnsTheCompressedText() throws IOException {
        for (int seed = 0; seed < 60; seed++) {
            Random random = new Random(seed);
            byte[] text = randomText(random, random.nextInt(150_000));

            assertThat(read(gzip(text), random)).as("seed %d", seed).isEqualTo(text);
        }
    }

    @Test
    void read_concatenatesMembers() throws IOException {
        for (int seed = 0; seed < 40; seed++) {
            Random random = new Random(seed);
            byte[] text = new byte[0];
            byte[] stored = new byte[0];
            for (int member = random.nextInt(5); member >= 0; member--) {
                byte[] part = randomText(random, random.nextInt(40_000));
                text = join(text, part);
                stored = join(stored, gzip(part));
            }

            assertThat(read(join(stored, new byte[random.nextInt(70_000)]), random))
                    .as("seed %d", seed)
                    .isEqualTo(text);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, EXTRA, NAME, COMMENT, HEADER_CRC, EXTRA | COMMENT, EXTRA | NAME | COMMENT | HEADER_CRC, 1})
    void read_skipsEveryHeaderField(int flags) throws IOException {
        byte[] text = bytes("[]");

        assertThat(read(member(text, flags), new Random(flags))).isEqualTo(text);
        assertThat(read(join(member(text, flags), member(text, flags)), new Random(flags)))
                .isEqualTo(bytes("[][]"));
    }

    @Test
    void read_skipsHeaderLongerThanTheBuffer() throws IOException {
        byte[] name = new byte[100_000];
        Arrays.fill(name, (byte) 'n');
        byte[] plain = gzip("[]");
        byte[] header = {0x1f, (byte) 0x8b, 8, NAME, 0, 0, 0, 0, 0, 3};
        byte[] stored = join(join(header, name), join(new byte[1], Arrays.copyOfRange(plain, HEADER, plain.length)));

        assertThat(read(stored, new Random(1))).isEqualTo(bytes("[]"));
    }

    @Test
    void truncatedFile_isDamagedAtItsEnd() {
        byte[] first = member(bytes("[{\"id\":\"one\"},"), EXTRA | NAME | COMMENT | HEADER_CRC);
        byte[] second = member(bytes("{\"id\":\"two\"}]"), 0);
        byte[] stored = join(join(first, second), new byte[20]);
        for (int length = 2; length <= stored.length; length++) {
            byte[] cut = Arrays.copyOf(stored, length);
            boolean isWhole = length == first.length || length >= first.length + second.length;
            DamagedException damage = damage(cut);

            if (isWhole) {
                assertThat(damage).as("the first %d bytes", length).isNull();
            } else {
                assertThat(damage).as("the first %d bytes", length).isNotNull();
                assertThat(damage.what()).isEqualTo("truncated gzip data");
                assertThat(damage.offset()).isEqualTo(length);
            }
        }
    }

    @Test
    void flippedBit_isDetectedOrHarmless() throws IOException {
        byte[] text = bytes("[{\"id\":\"one\",\"agent\":\"archivist\",\"note\":\"one one one one one one one\"}]");
        byte[] stored = join(member(text, EXTRA | NAME | COMMENT | HEADER_CRC), member(text, 0));
        byte[] both = join(text, text);
        for (int bit = 2 * 8; bit < stored.length * 8; bit++) {
            byte[] flipped = stored.clone();
            flipped[bit >> 3] ^= (byte) (1 << (bit & 7));
            try {
                assertThat(read(flipped, new Random(bit))).as("bit %d", bit).isEqualTo(both);
            } catch (DamagedException e) {
                assertThat(e.offset()).as("bit %d", bit).isBetween(0L, (long) stored.length);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "2, 7, 2, unknown gzip method",
        "3, 32, 3, unknown gzip flags",
        "3, 128, 3, unknown gzip flags",
    })
    void headerDamage_isReportedWithItsOffset(int at, int value, long offset, String what) {
        byte[] stored = gzip("[]");
        stored[at] = (byte) value;

        assertThat(damage(stored)).hasMessage(what + " at byte " + offset);
    }

    @Test
    void dataDamage_isReportedNearItsOffset() {
        byte[] text = randomText(new Random(6), 100_000);
        byte[] stored = gzip(text);
        stored[HEADER] = 7;
        DamagedException damage = damage(stored);

        assertThat(damage.what()).startsWith("broken gzip data");
        assertThat(damage.offset()).as("detected by zlib").isBetween((long) HEADER, HEADER + 8L);
    }

    @Test
    void trailerDamage_isReportedWithItsOffset() {
        byte[] stored = gzip("[]");
        int trailer = stored.length - TRAILER;
        byte[] crc = stored.clone();
        crc[trailer + 2] ^= 1;
        byte[] length = stored.clone();
        length[trailer + 7] ^= 1;

        assertThat(damage(crc)).hasMessage("gzip checksum does not match at byte " + trailer);
        assertThat(damage(length)).hasMessage("gzip length does not match at byte " + (trailer + 4));
    }

    @Test
    void read_verifiesTheHeaderChecksum() {
        byte[] stored = member(bytes("[]"), NAME | HEADER_CRC);
        stored[HEADER] ^= 1;
        int checksumAt = HEADER + "patterns.json".length() + 1;

        assertThat(damage(stored)).hasMessage("gzip header checksum does not match at byte " + checksumAt);
    }

    @Test
    void trailingData_isReportedWithItsOffset() {
        byte[] stored = gzip("[]");

        assertThat(damage(join(stored, bytes("x"))))
                .hasMessage("bytes after the gzip data that are not gzip at byte " + stored.length);
        assertThat(damage(join(stored, new byte[] {0x1f, 0x1f})))
                .hasMessage("bytes after the gzip data that are not gzip at byte " + stored.length);
        assertThat(damage(join(join(stored, new byte[40_000]), stored)))
                .hasMessage("bytes after the gzip data at byte " + (stored.length + 40_000));
        assertThat(damage(join(stored, new byte[] {0x1f})))
                .hasMessage("truncated gzip data at byte " + (stored.length + 1));
    }

    @Test
    void read_stopsAtTheSizeLimit() throws IOException {
        byte[] text = new byte[100_000];
        byte[] stored = gzip(text);

        assertThat(read(stored, new GzipLimits(100_000, 1, 100_000), new Random(1)))
                .hasSize(100_000);
        assertThat(damage(stored, new GzipLimits(99_999, 1_000_000, 0)).what())
                .startsWith("gzip data that expands beyond the limit");
    }

    @Test
    void read_stopsAtTheRatioLimit() throws IOException {
        byte[] text = new byte[1_000_000];
        byte[] stored = gzip(text);
        int ratio = text.length / stored.length;

        assertThat(read(stored, new GzipLimits(Long.MAX_VALUE, ratio * 3, 0), new Random(1)))
                .hasSize(text.length);
        assertThat(read(stored, new GzipLimits(Long.MAX_VALUE, 1, text.length), new Random(1)))
                .hasSize(text.length);
        assertThat(damage(stored, new GzipLimits(Long.MAX_VALUE, ratio / 3, 0)).what())
                .startsWith("gzip data that expands beyond the limit");
    }

    @Test
    void sizeLimit_appliesToAllMembersTogether() {
        byte[] stored = join(gzip(new byte[600]), gzip(new byte[600]));

        assertThat(damage(stored, new GzipLimits(1_000, 1_000, 0))).isNotNull();
    }

    @Test
    void read_returnsTextBeforeTheDamage() throws IOException {
        byte[] text = randomText(new Random(5), 200_000);
        byte[] stored = gzip(text);
        TextInput input =
                MemoryFile.of(Arrays.copyOf(stored, stored.length / 2)).text();
        ByteArrayOutputStream read = new ByteArrayOutputStream();
        byte[] window = new byte[1_000];
        DamagedException damage = catchThrowableOfType(DamagedException.class, () -> {
            while (true) {
                read.write(window, 0, input.read(window, 0, window.length));
            }
        });

        assertThat(damage).isNotNull();
        assertThat(read.size()).isGreaterThan(50_000);
        assertThat(read.toByteArray()).isEqualTo(Arrays.copyOf(text, read.size()));
    }

    @Test
    void gzipOutput_recordsTheHighestLevel() throws IOException {
        byte[] stored = gzip("[]");

        assertThat(stored).startsWith(0x1f, 0x8b, 8);
        assertThat(gzip(new byte[100_000])).hasSizeLessThan(200);
        assertThat(read(stored, new Random(1))).isEqualTo(bytes("[]"));
    }

    static byte[] gzip(String text) {
        return gzip(bytes(text));
    }

    static byte[] gzip(byte[] text) {
        ByteArrayOutputStream stored = new ByteArrayOutputStream();
        try (GzipOutput out = new GzipOutput(stored)) {
            out.write(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return stored.toByteArray();
    }

    /** Returns a member with the header fields that the flags announce (RFC 1952). */
    private static byte[] member(byte[] text, int flags) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(new byte[] {0x1f, (byte) 0x8b, 8, (byte) flags, 1, 2, 3, 4, 2, 3});
        if ((flags & EXTRA) != 0) {
            out.writeBytes(new byte[] {6, 0, 'a', 'm', 'l', 0, 0, 0});
        }
        if ((flags & NAME) != 0) {
            out.writeBytes(bytes("patterns.json\0"));
        }
        if ((flags & COMMENT) != 0) {
            out.writeBytes(bytes("kept by hand\0"));
        }
        if ((flags & HEADER_CRC) != 0) {
            out.writeBytes(littleEndian(crc(out.toByteArray()), 2));
        }
        Deflater deflater = new Deflater(9, true);
        deflater.setInput(text);
        deflater.finish();
        byte[] deflated = new byte[text.length + 100];
        out.write(deflated, 0, deflater.deflate(deflated));
        deflater.end();
        out.writeBytes(littleEndian(crc(text), 4));
        out.writeBytes(littleEndian(text.length, 4));
        return out.toByteArray();
    }

    private static long crc(byte[] bytes) {
        CRC32 crc = new CRC32();
        crc.update(bytes);
        return crc.getValue();
    }

    private static byte[] littleEndian(long value, int bytes) {
        byte[] all = ByteBuffer.allocate(8)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(value)
                .array();
        return Arrays.copyOf(all, bytes);
    }

    private static byte[] randomText(Random random, int size) {
        byte[] text = new byte[size];
        int letters = 1 + random.nextInt(200);
        for (int i = 0; i < size; i++) {
            text[i] = (byte) random.nextInt(letters);
        }
        return text;
    }

    private static byte[] read(byte[] stored, Random random) throws IOException {
        return read(stored, GzipLimits.DEFAULT, random);
    }

    private static byte[] read(byte[] stored, GzipLimits limits, Random random) throws IOException {
        MemoryFile file = MemoryFile.inPieces(stored, random);
        try (TextInput text = file.text(limits)) {
            return TextInputTest.readAll(text);
        } finally {
            assertThat(file.isClosed()).isTrue();
        }
    }

    private static DamagedException damage(byte[] stored) {
        return damage(stored, GzipLimits.DEFAULT);
    }

    private static DamagedException damage(byte[] stored, GzipLimits limits) {
        return catchThrowableOfType(DamagedException.class, () -> read(stored, limits, new Random(1)));
    }

    private static byte[] join(byte[] one, byte[] other) {
        byte[] both = Arrays.copyOf(one, one.length + other.length);
        System.arraycopy(other, 0, both, one.length, other.length);
        return both;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
