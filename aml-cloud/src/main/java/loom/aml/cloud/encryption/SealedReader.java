package loom.aml.cloud.encryption;

import com.exceptionfactory.jagged.framework.crypto.CipherKey;
import com.exceptionfactory.jagged.framework.format.StandardPayloadKeyReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import loom.aml.io.DamagedException;
import loom.aml.storage.ObjectReader;

/**
 * Reads an encrypted object at any position.
 *
 * <pre>
 * header of age with one X25519 stanza      168 bytes
 * nonce                                      16
 * chunks, each of 64 KiB and a tag           65,552; the last one is shorter
 * </pre>
 *
 * The nonce of a chunk is its number in 11 bytes, and a byte that is 1 for the last one, so that a shortened object does not authenticate. The last
 * chunk is read first, since it contains the name.
 */
final class SealedReader implements ObjectReader {
    static final int CHUNK = 1 << 16;
    static final int TAG = 16;
    static final int HEADER = 184;
    private static final int NONCE = 12;
    private static final int LONG_AT = 3;

    private final ObjectReader stored;
    private final String storedName;
    private final CipherKey key;
    private final Cipher cipher;
    private final long chunks;
    private final long plainSize;
    private final byte[] sealed = new byte[CHUNK + TAG];
    private final byte[] plain = new byte[CHUNK];
    private long plainChunk = -1;
    private final String name;
    private final long size;

    /**
     * Takes ownership of a stored object.
     *
     * @param storedName its name, for messages
     * @throws DamagedException if it was not encrypted with the key, or is incomplete
     */
    SealedReader(ObjectReader stored, String storedName, RepositoryKey key) throws IOException {
        this.stored = stored;
        this.storedName = storedName;
        try {
            long payload = stored.size() - HEADER;
            chunks = Math.ceilDiv(payload, CHUNK + TAG);
            plainSize = payload - chunks * TAG;
            if (plainSize < Trailer.COUNT || payload - (chunks - 1) * (CHUNK + TAG) <= TAG) {
                throw damaged(stored.size(), "is too short");
            }
            this.key = payloadKey(key);
            cipher = Cipher.getInstance("ChaCha20-Poly1305");
            int length = Trailer.length(bytes(plainSize - Trailer.COUNT, Trailer.COUNT));
            size = plainSize - Trailer.COUNT - length;
            if (length < 0 || size < 0) {
                throw damaged(0, "does not end with its name");
            }
            Optional<String> found = Trailer.name(bytes(size, length));
            name = found.orElseThrow(() -> damaged(size, "does not end with its name"));
        } catch (GeneralSecurityException e) {
            close();
            throw new IllegalStateException("this JDK has no ChaCha20-Poly1305", e);
        } catch (IOException | RuntimeException e) {
            close();
            throw e;
        }
    }

    /** Returns the plain size of an object with a known name; -1 if no object has such a stored size. */
    static long sizeOf(long storedSize, String name) throws IOException {
        long payload = storedSize - HEADER;
        return Math.max(-1, payload - Math.ceilDiv(payload, CHUNK + TAG) * TAG - Trailer.of(name).length);
    }

    private DamagedException damaged(long offset, String how) {
        return new DamagedException(offset, "its encrypted object " + storedName + " " + how);
    }

    private CipherKey payloadKey(RepositoryKey repositoryKey) throws IOException {
        byte[] head = new byte[HEADER];
        fill(0, head, HEADER);
        ByteBuffer header = ByteBuffer.wrap(head);
        CipherKey found;
        try {
            found = new StandardPayloadKeyReader().getPayloadKey(header, List.of(repositoryKey.reader()));
        } catch (GeneralSecurityException | IOException | RuntimeException e) {
            throw damaged(0, "has a damaged header, or is encrypted with another key");
        }
        if (header.hasRemaining()) {
            throw damaged(0, "has a header that aml does not write");
        }
        return found;
    }

    private void fill(long position, byte[] into, int length) throws IOException {
        int done = 0;
        while (done < length) {
            int n = stored.read(position + done, into, done, length - done);
            if (n < 0) {
                throw damaged(position + done, "was shortened while it was read");
            }
            done += n;
        }
    }

    private byte[] bytes(long position, int length) throws IOException {
        byte[] bytes = new byte[length];
        int done = 0;
        while (done < length) {
            done += readPlain(position + done, bytes, done, length - done);
        }
        return bytes;
    }

    /** Returns the name that the object was stored for. */
    String name() {
        return name;
    }

    /**
     * Verifies that this is the object that was asked for.
     *
     * @throws DamagedException if it was exchanged for another one
     */
    void requireName(String expected) throws IOException {
        if (!name.equals(expected)) {
            throw damaged(size, "is that of " + name + ", under a wrong name");
        }
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public int read(long position, byte[] into, int offset, int length) throws IOException {
        return position >= size ? -1 : readPlain(position, into, offset, (int) Math.min(length, size - position));
    }

    private int readPlain(long position, byte[] into, int offset, int length) throws IOException {
        long chunk = position / CHUNK;
        if (chunk != plainChunk) {
            open(chunk);
        }
        int begin = (int) (position - chunk * CHUNK);
        int n = (int) Math.min(length, Math.min(CHUNK, plainSize - chunk * CHUNK) - begin);
        System.arraycopy(plain, begin, into, offset, n);
        return n;
    }

    private void open(long chunk) throws IOException {
        plainChunk = -1;
        boolean isLast = chunk == chunks - 1;
        long at = HEADER + chunk * (CHUNK + TAG);
        int length = isLast ? (int) (stored.size() - at) : CHUNK + TAG;
        fill(at, sealed, length);
        ByteBuffer nonce = ByteBuffer.allocate(NONCE);
        nonce.putLong(LONG_AT, chunk).put(NONCE - 1, (byte) (isLast ? 1 : 0));
        try {
            cipher.init(Cipher.DECRYPT_MODE, key, new IvParameterSpec(nonce.array()));
            cipher.doFinal(sealed, 0, length, plain, 0);
        } catch (GeneralSecurityException e) {
            throw damaged(at, "was changed or shortened");
        }
        plainChunk = chunk;
    }

    @Override
    public void close() throws IOException {
        stored.close();
    }
}
