package loom.aml.io;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.Deflater;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Recompressed text equals the original bytes as far as the header indicates the level; the text is always the same.
 */
class ReproducedGzipTest {
    private static final byte[] TEXT = text(300_000);

    private static byte[] text(int length) {
        Random random = new Random(20_261_123);
        StringBuilder text = new StringBuilder();
        while (text.length() < length) {
            text.append("{\"id\": ").append(random.nextInt(5000)).append(", \"word\": \"again\"},\n");
        }
        return text.toString().getBytes(UTF_8);
    }

    /** The output of node's zlib: the level in the extra flags, no time, the operating system. */
    private static byte[] zlib(byte[] text, int level) throws IOException {
        byte[] head = {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, (byte) (level == 9 ? 2 : level == 1 ? 4 : 0), 3};
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out) {
            {
                def = new Deflater(level, true);
            }
        }) {
            gzip.write(text);
        }
        byte[] bytes = out.toByteArray();
        System.arraycopy(head, 0, bytes, 0, head.length);
        return bytes;
    }

    private static byte[] again(byte[] gzip, byte[] text, int piece) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ReproducedGzip again = new ReproducedGzip(out, Arrays.copyOf(gzip, 10))) {
            for (int from = 0; from < text.length; from += piece) {
                again.write(text, from, Math.min(piece, text.length - from));
            }
        }
        return out.toByteArray();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 6, 9})
    void levelsInTheHeader_areReproducedExactly(int level) throws IOException {
        byte[] gzip = zlib(TEXT, level);

        assertThat(again(gzip, TEXT, 64 << 10)).isEqualTo(gzip);
        assertThat(again(gzip, TEXT, 777)).as("independent of chunk sizes").isEqualTo(gzip);
    }

    @Test
    void ownOutput_isReproducedExactly() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GzipOutput gzip = new GzipOutput(out)) {
            gzip.write(TEXT);
        }

        assertThat(again(out.toByteArray(), TEXT, 8192)).isEqualTo(out.toByteArray());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 2, 3, 4, 5, 7, 8})
    void otherLevels_reproduceTheText(int level) throws IOException {
        byte[] again = again(zlib(TEXT, level), TEXT, 8192);

        assertThat(new GZIPInputStream(new ByteArrayInputStream(again)).readAllBytes())
                .isEqualTo(TEXT);
    }

    @Test
    void headerWithName_producesAReadableFile() throws IOException {
        byte[] head = {0x1f, (byte) 0x8b, 8, 0x1f, 1, 2, 3, 4, 0, 3};

        byte[] again = again(head, TEXT, 8192);

        assertThat(again[3]).as("no name follows").isZero();
        assertThat(Arrays.copyOfRange(again, 4, 10)).isEqualTo(Arrays.copyOfRange(head, 4, 10));
        assertThat(new GZIPInputStream(new ByteArrayInputStream(again)).readAllBytes())
                .isEqualTo(TEXT);
    }

    @Test
    void emptyAndSingleByteTexts_areReproduced() throws IOException {
        byte[] none = zlib(new byte[0], 6);
        assertThat(again(none, new byte[0], 1)).isEqualTo(none);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ReproducedGzip gzip = new ReproducedGzip(out, none)) {
            gzip.write('x');
        }
        assertThat(new GZIPInputStream(new ByteArrayInputStream(out.toByteArray())).readAllBytes())
                .isEqualTo(new byte[] {'x'});
    }
}
