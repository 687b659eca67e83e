package loom.aml.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TextInputTest {

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "xy", "[]", "\u001f", "\u001fx", "[{\"id\":\"é\"}]"})
    void plainText_isReturnedUnchanged(String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        for (MemoryFile file : new MemoryFile[] {MemoryFile.of(bytes), MemoryFile.inBytes(bytes)}) {
            TextInput input = file.text();

            assertThat(input.encoding()).isEqualTo(Encoding.PLAIN);
            assertThat(input.state()).isEqualTo(file.state());
            assertThat(readAll(input)).isEqualTo(bytes);
        }
    }

    @Test
    void plainText_isIndependentOfChunkSizes() throws IOException {
        byte[] bytes = new byte[100_000];
        new Random(3).nextBytes(bytes);
        bytes[0] = '[';

        assertThat(readAll(MemoryFile.inPieces(bytes, new Random(4)).text())).isEqualTo(bytes);
        TextInput oneByOne = MemoryFile.of(bytes).text();
        byte[] one = new byte[1];
        for (int i = 0; i < 10; i++) {
            assertThat(oneByOne.read(one, 0, 1)).isEqualTo(1);
            assertThat(one[0]).isEqualTo(bytes[i]);
        }
    }

    @Test
    void gzip_isDetectedByItsFirstTwoBytesOnly() throws IOException {
        assertThat(MemoryFile.of(new byte[] {0x1f, (byte) 0x8b}).text().encoding())
                .isEqualTo(Encoding.GZIP);
        assertThat(MemoryFile.inBytes(new byte[] {0x1f, (byte) 0x8b, 8}).text().encoding())
                .isEqualTo(Encoding.GZIP);
        assertThat(Encoding.of(new byte[] {0x1f, (byte) 0x8b}, 1)).isEqualTo(Encoding.PLAIN);
        assertThat(Encoding.of(new byte[] {0x1f, (byte) 0x8c}, 2)).isEqualTo(Encoding.PLAIN);
    }

    @Test
    void close_closesTheFile() throws IOException {
        MemoryFile plain = MemoryFile.of("[]");
        plain.text().close();
        MemoryFile gzip = MemoryFile.of(GzipInputTest.gzip("[]"));
        assertThat(gzip.text().state()).isEqualTo(gzip.state());
        gzip.text().close();

        assertThat(plain.isClosed()).isTrue();
        assertThat(gzip.isClosed()).isTrue();
    }

    @Test
    void of_closesTheFileIfItCannotBeRead() {
        class Unreadable implements FileInput {
            boolean closed;

            @Override
            public FileState state() {
                return FileState.MISSING;
            }

            @Override
            public int read(byte[] into, int offset, int length) throws IOException {
                throw new IOException("no such device");
            }

            @Override
            public void seek(long position) {
                throw new AssertionError("nobody seeks");
            }

            @Override
            public void close() {
                closed = true;
            }
        }
        Unreadable file = new Unreadable();

        assertThatThrownBy(() -> TextInput.of(file, GzipLimits.DEFAULT)).hasMessage("no such device");
        assertThat(file.closed).isTrue();
    }

    @Test
    void stream_returnsTheSameBytes() throws IOException {
        byte[] bytes = {1, (byte) 0xff, 3, 4};
        MemoryFile file = MemoryFile.inBytes(bytes);
        try (var stream = file.stream()) {
            assertThat(stream.read()).isEqualTo(1);
            assertThat(stream.read()).isEqualTo(0xff);
            assertThat(stream.read(new byte[0], 0, 0)).isZero();
            assertThat(stream.readAllBytes()).containsExactly(3, 4);
            assertThat(stream.read()).isEqualTo(-1);
        }
        assertThat(file.isClosed()).isTrue();
    }

    static byte[] readAll(TextInput text) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        byte[] window = new byte[777];
        for (int n = text.read(window, 5, 700); n >= 0; n = text.read(window, 5, 700)) {
            assertThat(n).isPositive();
            all.write(window, 5, n);
        }
        return all.toByteArray();
    }
}
