package loom.aml.proof.fuzz;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import loom.aml.io.DamagedException;
import loom.aml.io.GzipLimits;
import loom.aml.io.MemoryFile;
import loom.aml.io.TextInput;

/**
 * Reads any bytes as gzip: they are read or rejected as damaged, and never yield more text than the limits allow. The
 * JDK must read the same text. An input with an odd first byte is compressed first, so that mutations get past the
 * checksums.
 *
 * <pre>
 * even   the rest of the input behind 1f 8b
 * odd    | at 2 | xor 1 | text ...     the text as gzip, one byte of which is changed
 * </pre>
 */
public final class GzipTarget {
    private static final GzipLimits LIMITS = new GzipLimits(1 << 20, 100, 64 << 10);

    private GzipTarget() {}

    /** The entry point of the fuzzer. */
    public static void fuzzerTestOneInput(byte[] input) {
        if (input.length < 5) {
            return;
        }
        byte[] gzip = (input[0] & 1) == 0 ? magic(input) : changed(input);
        byte[] text;
        try {
            text = ours(gzip);
        } catch (DamagedException e) {
            if (e.offset() < 0 || e.offset() > gzip.length) {
                throw new AssertionError("damage outside of the file, at " + e.offset(), e);
            }
            return;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        try (GZIPInputStream theirs = new GZIPInputStream(new ByteArrayInputStream(gzip))) {
            if (!Arrays.equals(text, theirs.readAllBytes())) {
                throw new AssertionError("the JDK reads another text");
            }
        } catch (IOException e) {
            throw new AssertionError("the JDK refuses what we read", e);
        }
    }

    private static byte[] magic(byte[] input) {
        byte[] gzip = new byte[input.length + 1];
        gzip[0] = 0x1f;
        gzip[1] = (byte) 0x8b;
        System.arraycopy(input, 1, gzip, 2, input.length - 1);
        return gzip;
    }

    private static byte[] changed(byte[] input) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(input, 4, input.length - 4);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        byte[] gzip = bytes.toByteArray();
        int at = (((input[1] & 0xff) << 8) | (input[2] & 0xff)) % gzip.length;
        // The magic number is kept, or the input would not be gzip.
        if (at > 1) {
            gzip[at] ^= input[3];
        }
        return gzip;
    }

    private static byte[] ours(byte[] gzip) throws IOException {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        byte[] window = new byte[8192];
        try (TextInput in = MemoryFile.of(gzip).text(LIMITS)) {
            for (int n = in.read(window, 0, window.length); n >= 0; n = in.read(window, 0, window.length)) {
                if (n == 0) {
                    throw new AssertionError("nothing was read, and it was not the end");
                }
                text.write(window, 0, n);
                if (text.size() > LIMITS.maxBytes()) {
                    throw new AssertionError("more text than the limits allow");
                }
            }
        }
        return text.toByteArray();
    }
}
