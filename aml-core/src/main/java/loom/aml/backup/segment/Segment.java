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
 * A segment that is read. Each frame is checked by the checksum that zstd put into it, and is never larger than the table of
 * frames says. Safe for many threads.
 */
public final class Segment implements AutoCloseable {
    /** How the names of segments end. */
    public static final String SUFFIX = ".zst";

    private final String name;
    private final ObjectReader file;
    private volatile SeekTable table;
    private boolean isWalked;
    private @Nullable Boolean isIntact;
    private final @Nullable DamagedException damage;
    private final FrameCache cache;
    private final FrameDecompressor decompressor;

    private Segment(
            String name,
            ObjectReader file,
            SeekTable table,
            @Nullable DamagedException damage,
            FrameCache cache,
            FrameDecompressor decompressor) {
        this.name = name;
        this.file = file;
        this.table = table;
        this.damage = damage;
        this.cache = cache;
        this.decompressor = decompressor;
    }

    /**
     * Takes over an open file. If its table of frames is lost, the frames are looked for: what can still be read of it can.
     *
     * @param name its SHA-256, as its name says it
     * @param cache keeps frames that are being read, of this segment and others
     * @param decompressor unpacks the frames of this segment and others
     * @throws DamagedException if it has neither a sound table of frames nor a frame
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
     * Takes from the frames themselves where they begin, where they all tell: a table of frames that is damaged would make one text
     * of pieces of another. To be called before what is left of a damaged file is read.
     */
    public void trustFrames() throws IOException {
        synchronized (file) {
            if (!isWalked) {
                isWalked = true;
                SeekTable found = FrameWalk.of(file);
                table = found.frames() >= table.frames() ? found : table;
            }
        }
    }

    /** Bytes of content. */
    public long size() {
        return table.size();
    }

    /**
     * Reads a part of the content.
     *
     * @throws DamagedException if it is not there, or does not decompress to what it was; what was handed out before stands
     */
    public void read(long offset, long length, ByteSink sink) throws IOException {
        requireWithin(offset, length);
        long at = offset;
        long end = offset + length;
        while (at < end) {
            int number = table.frameAt(at);
            byte[] cached = cache.get(name, number);
            byte[] content = cached == null ? decompress(number) : cached;
            int from = (int) (at - table.offset(number));
            int count = (int) Math.min(content.length - from, end - at);
            sink.write(content, from, count);
            keep(number, content, cached != null, from + count == content.length);
            at += count;
        }
    }

    /** A part of the content that fits into memory. */
    public byte[] read(long offset, int length) throws IOException {
        requireWithin(offset, length);
        byte[] bytes = new byte[length];
        int[] done = {0};
        read(offset, length, (from, start, count) -> {
            System.arraycopy(from, start, bytes, done[0], count);
            done[0] += count;
        });
        return bytes;
    }

    private void requireWithin(long offset, long length) throws DamagedException {
        if (offset < 0 || length < 0 || offset > size() || length > size() - offset) {
            throw new DamagedException(
                    offset, "segment " + name + " holds " + size() + " bytes, not the " + length + " that are wanted");
        }
    }

    /**
     * The bytes that can be had at once from an offset on, all of one frame.
     *
     * @throws DamagedException if the content is not that long
     */
    public long lengthOfFrameFrom(long offset) throws DamagedException {
        requireWithin(offset, 1);
        int number = table.frameAt(offset);
        return table.offset(number) + table.rawLength(number) - offset;
    }

    /** Readers go forward: to a frame that was read to its end hardly anybody comes back. */
    private void keep(int number, byte[] content, boolean isKept, boolean isDone) {
        if (isKept && isDone) {
            cache.remove(name, number, content);
        } else if (!isKept && !isDone) {
            cache.put(name, number, content);
        }
    }

    private byte[] decompress(int number) throws IOException {
        int length = table.length(number);
        byte[] frame = new byte[length];
        synchronized (file) {
            SeekTable.readFully(file, table.place(number), frame, length);
        }
        byte[] content = new byte[table.rawLength(number)];
        try {
            int size = decompressor.decompress(frame, content);
            if (size != content.length) {
                throw damaged(number, "a frame of " + size + " bytes, where " + content.length + " were promised");
            }
            return content;
        } catch (ZstdException e) {
            long said = Zstd.getFrameContentSize(frame, 0, length);
            throw damaged(
                    number,
                    said > content.length
                            ? "a frame that grows beyond the " + content.length + " bytes that were promised"
                            : "a frame that does not decompress (" + e.getMessage() + ")");
        }
    }

    private DamagedException damaged(int number, String what) {
        return new DamagedException(table.place(number), "segment " + name + ": " + what);
    }

    /**
     * Reads every frame, without keeping it.
     *
     * @throws DamagedException if one does not decompress to what it was, or the table of them is lost
     */
    public void readAll() throws IOException {
        if (damage != null) {
            throw damage;
        }
        for (int i = 0; i < table.frames(); i++) {
            decompress(i);
        }
    }

    /**
     * Returns whether the file is still, to the byte, the one that was published and read back; then each frame is as well. The
     * compressed bytes are summed, once, which takes a tenth of the time of {@link #readAll}.
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

    /** The sum over the bytes of the file, which its name should be. */
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
