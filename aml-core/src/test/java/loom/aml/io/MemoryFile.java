package loom.aml.io;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.function.IntUnaryOperator;
import java.util.random.RandomGenerator;

/** A file in memory that can return its bytes in pieces, like a slow disk. */
public final class MemoryFile implements FileInput {
    private final byte[] bytes;
    private final IntUnaryOperator pieceOf;
    private int next;
    private boolean closed;

    private MemoryFile(byte[] bytes, IntUnaryOperator pieceOf) {
        this.bytes = bytes;
        this.pieceOf = pieceOf;
    }

    /** Returns as many bytes as requested. */
    public static MemoryFile of(byte[] bytes) {
        return new MemoryFile(bytes, most -> most);
    }

    public static MemoryFile of(String text) {
        return of(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Returns pieces of random sizes, most of them small. */
    public static MemoryFile inPieces(byte[] bytes, RandomGenerator random) {
        return new MemoryFile(bytes, most -> 1 + random.nextInt(1 + random.nextInt(most)));
    }

    /** Returns one byte at a time. */
    public static MemoryFile inBytes(byte[] bytes) {
        return new MemoryFile(bytes, most -> 1);
    }

    /** Returns the file as text. */
    public TextInput text() {
        return text(GzipLimits.DEFAULT);
    }

    public TextInput text(GzipLimits limits) {
        try {
            return TextInput.of(this, limits);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public boolean isClosed() {
        return closed;
    }

    @Override
    public FileState state() {
        return new FileState(FileState.Type.FILE, bytes.length, Instant.EPOCH, "memory");
    }

    @Override
    public int read(byte[] into, int offset, int length) {
        if (next == bytes.length) {
            return -1;
        }
        int n = pieceOf.applyAsInt(Math.min(length, bytes.length - next));
        System.arraycopy(bytes, next, into, offset, n);
        next += n;
        return n;
    }

    @Override
    public void seek(long position) {
        next = Math.toIntExact(Math.min(position, bytes.length));
    }

    @Override
    public void close() {
        closed = true;
    }
}
