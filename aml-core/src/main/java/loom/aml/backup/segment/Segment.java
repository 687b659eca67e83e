package loom.aml.backup.segment;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdException;
import java.io.IOException;
import loom.aml.io.ByteSink;
import loom.aml.io.DamagedException;
import loom.aml.io.Sha256;
import loom.aml.storage.ObjectFile;
import loom.aml.storage.ObjectReader;
import org.jspecify.annotations.Nullable;

/**
 * A segment that is open for reading. Each frame is verified with its zstd checksum, and never decompressed beyond the size in
 * the table of frames. Safe for use by several threads.
 */
public final class Segment implements AutoCloseable {
    /** The file extension of segments. */
    public static final String SUFFIX = ".zst";

    private final String name;
    private final ObjectReader file;
    private volatile Frames frames;
    private boolean isWalked;
    private @Nullable Boolean isIntact;
    private final @Nullable DamagedException damage;
    private final FrameCache cache;
    private final FrameDecompressor decompressor;

    /**
     * A table of frames, and the name under which the cache has them: another table may number them differently, and
     * threads that still read by the former one must not pass their frames on to others.
     */
    private record Frames(SeekTable table, String cached) {}

    private Segment(
            String name,
            ObjectReader file,
            SeekTable table,
            @Nullable DamagedException damage,
            FrameCache cache,
            FrameDecompressor decompressor) {
        this.name = name;
        this.file = file;
        this.frames = new Frames(table, name);
        this.damage = damage;
        this.cache = cache;
        this.decompressor = decompressor;
    }

    /**
     * Creates a segment from an open file, which it takes over. If the table of frames is lost, the complete frames are
     * searched for, so that the readable part is available.
     *
     * @param name the SHA-256 in its file name
     * @param cache caches frames of this segment and others
     * @param decompressor decompresses frames of this segment and others
     * @throws DamagedException if it contains neither a valid table of frames nor a frame
     */
    public static Segment of(String name, ObjectReader file, FrameCache cache, FrameDecompressor decompressor)
            throws IOException {
        boolean sound = false;
        try {
            Segment segment = opened(name, file, cache, decompressor);
            sound = true;
            return segment;
        } finally {
            if (!sound) {
                file.close();
            }
        }
    }

    private static Segment opened(String name, ObjectReader file, FrameCache cache, FrameDecompressor decompressor)
            throws IOException {
        try {
            return new Segment(name, file, SeekTable.read(file), null, cache, decompressor);
        } catch (DamagedException e) {
            SeekTable found = FrameWalk.of(file);
            if (found.frames() == 0) {
                throw e;
            }
            return new Segment(name, file, found, e, cache, decompressor);
        }
    }

    public String name() {
        return name;
    }

    /**
     * Replaces the table of frames by the one that the frames themselves yield, if they are complete: a damaged table could
     * assign content to wrong positions. Must be called before the readable part of a damaged file is recovered.
     */
    public void trustFrames() throws IOException {
        synchronized (file) {
            if (!isWalked) {
                isWalked = true;
                SeekTable found = FrameWalk.of(file);
                if (found.frames() >= frames.table.frames()) {
                    frames = new Frames(found, name + " as found");
                    cache.removeAll(name);
                }
            }
        }
    }

    /** Returns the size of the content in bytes. */
    public long size() {
        return frames.table.size();
    }

    /**
     * Reads a part of the content.
     *
     * @throws DamagedException if it is missing or cannot be decompressed; bytes that were passed on before remain valid
     */
    public void read(long offset, long length, ByteSink sink) throws IOException {
        Frames now = frames;
        requireWithin(now.table, offset, length);
        long at = offset;
        long end = offset + length;
        while (at < end) {
            int number = now.table.frameAt(at);
            byte[] cached = cache.get(now.cached, number);
            byte[] content = cached == null ? decompress(now.table, number) : cached;
            int from = (int) (at - now.table.offset(number));
            int count = (int) Math.min(content.length - from, end - at);
            sink.write(content, from, count);
            keep(now.cached, number, content, cached != null, from + count == content.length);
            at += count;
        }
    }

    /** Reads a part of the content into memory. */
    public byte[] read(long offset, int length) throws IOException {
        requireWithin(frames.table, offset, length);
        byte[] bytes = new byte[length];
        int[] done = {0};
        read(offset, length, (from, start, count) -> {
            System.arraycopy(from, start, bytes, done[0], count);
            done[0] += count;
        });
        return bytes;
    }

    private void requireWithin(SeekTable table, long offset, long length) throws DamagedException {
        long size = table.size();
        if (offset < 0 || length < 0 || offset > size || length > size - offset) {
            throw new DamagedException(
                    offset,
                    "segment " + name + " has " + size + " bytes instead of the " + length + " that are needed");
        }
    }

    /**
     * Returns the number of bytes from an offset to the end of its frame.
     *
     * @throws DamagedException if the offset is beyond the content
     */
    public long lengthOfFrameFrom(long offset) throws DamagedException {
        SeekTable table = frames.table;
        requireWithin(table, offset, 1);
        int number = table.frameAt(offset);
        return table.offset(number) + table.rawLength(number) - offset;
    }

    /** Caches a frame unless it was read to its end: readers move forward and rarely return to it. */
    private void keep(String name, int number, byte[] content, boolean isKept, boolean isDone) {
        if (isKept && isDone) {
            cache.remove(name, number, content);
        } else if (!isKept && !isDone) {
            cache.put(name, number, content);
        }
    }

    private byte[] decompress(SeekTable table, int number) throws IOException {
        int length = table.length(number);
        byte[] frame = new byte[length];
        synchronized (file) {
            SeekTable.readFully(file, table.place(number), frame, length);
        }
        byte[] content = new byte[table.rawLength(number)];
        try {
            int size = decompressor.decompress(frame, content);
            if (size != content.length) {
                throw damaged(table, number, "a frame has " + size + " bytes instead of " + content.length);
            }
            return content;
        } catch (ZstdException e) {
            long said = Zstd.getFrameContentSize(frame, 0, length);
            throw damaged(
                    table,
                    number,
                    said > content.length
                            ? "a frame grows beyond its declared size of " + content.length + " bytes"
                            : "a frame cannot be decompressed (" + e.getMessage() + ")");
        }
    }

    private DamagedException damaged(SeekTable table, int number, String what) {
        return new DamagedException(table.place(number), "segment " + name + ": " + what);
    }

    /**
     * Reads every frame without keeping it.
     *
     * @throws DamagedException if a frame cannot be decompressed, or the table of frames is lost
     */
    public void readAll() throws IOException {
        if (damage != null) {
            throw damage;
        }
        SeekTable table = frames.table;
        for (int i = 0; i < table.frames(); i++) {
            decompress(table, i);
        }
    }

    /**
     * Returns whether the file still has the SHA-256 that was verified when it was written; then every frame is intact as well.
     * Hashes the compressed bytes once, which takes a tenth of the time of {@link #readAll}.
     */
    public boolean isIntact() throws IOException {
        synchronized (file) {
            Boolean known = isIntact;
            if (known == null) {
                known = sum().hex().equals(name);
                isIntact = known;
            }
            return known;
        }
    }

    /** Returns the SHA-256 of the file, which must equal its name. */
    public Sha256.Sum sum() throws IOException {
        synchronized (file) {
            return Sha256.of(new ObjectFile(file));
        }
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
