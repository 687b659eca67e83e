package loom.aml.backup.repository;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import loom.aml.backup.segment.Segment;
import loom.aml.io.DamagedException;
import loom.aml.io.FileInput;
import loom.aml.io.FileState;
import org.jspecify.annotations.Nullable;

/**
 * The text of one file of a snapshot, assembled from segments while it is read. Not safe for use by several threads.
 */
public final class SnapshotText implements FileInput {

    private final Repository repository;
    private final String generation;
    private final List<String> segments;
    private final Ranges ranges;
    private final @Nullable InflatedText inflated;
    private final boolean hasHoles;
    private long hole;
    private @Nullable DamagedException damage;
    private int piece;
    private long into;
    private byte[] window = new byte[0];
    private int next;
    private int end;

    SnapshotText(
            Repository repository,
            String generation,
            List<String> segments,
            Ranges ranges,
            @Nullable InflatedText inflated,
            boolean hasHoles) {
        this.repository = repository;
        this.generation = generation;
        this.segments = segments;
        this.ranges = ranges;
        this.inflated = inflated;
        this.hasHoles = hasHoles;
    }

    /**
     * Opens the stored content of a file: its bytes, or its uncompressed text.
     *
     * @throws DamagedException if its recipe, or one that it builds on, cannot be read
     */
    public static SnapshotText of(Repository repository, Manifest manifest, FileEntry file) throws IOException {
        return RecipeChain.kept(repository, manifest.name().generation(), file).open(false);
    }

    /**
     * Opens the text of a damaged file to recover as much as possible: the text ends where bytes are unreadable, and continues
     * after {@link #passHole}. If the file is stored as gzip, nothing after the first damage can be read.
     */
    public static SnapshotText withHoles(Repository repository, Manifest manifest, FileEntry file) throws IOException {
        String generation = manifest.name().generation();
        for (String segment : manifest.segments()) {
            try {
                repository.segment(generation, segment).trustFrames();
            } catch (DamagedException e) {
                // The segment is missing or completely unreadable: treat it as a hole.
            }
        }
        return RecipeChain.text(repository, generation, file).open(true);
    }

    /**
     * Returns whether the whole text can be read and matches the file, without reading the text: every segment that it uses
     * still has the SHA-256 that was verified when it was written.
     */
    public boolean isIntact() throws IOException {
        for (String segment : Set.copyOf(segments)) {
            if (!repository.segment(generation, segment).isIntact()) {
                return false;
            }
        }
        return true;
    }

    @Override
    public FileState state() {
        return new FileState(FileState.Type.FILE, ranges.size(), Instant.EPOCH, null);
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        if (next == end && (hole > 0 || !fill())) {
            return -1;
        }
        int n = Math.min(length, end - next);
        System.arraycopy(window, next, into, offset, n);
        next += n;
        return n;
    }

    /** Moves to the next consecutive bytes; returns false at the end of the text. */
    private boolean fill() throws IOException {
        if (piece == ranges.count()) {
            return false;
        }
        long offset = ranges.offset(piece) + into;
        long left = ranges.length(piece) - into;
        long count = left;
        try {
            if (ranges.segment(piece) == Ranges.INFLATED) {
                count = Objects.requireNonNull(inflated).read(offset, left, this::take);
            } else {
                Segment segment = repository.segment(generation, segments.get(ranges.segment(piece)));
                count = Math.min(left, segment.lengthOfFrameFrom(offset));
                segment.read(offset, count, this::take);
            }
        } catch (DamagedException e) {
            if (!hasHoles) {
                throw e;
            }
            hole = count;
            damage = e;
        }
        into += count;
        if (into == ranges.length(piece)) {
            piece++;
            into = 0;
        }
        return hole == 0;
    }

    /**
     * Skips bytes that cannot be read.
     *
     * @return their number; 0 at the end of the text
     */
    public long passHole() {
        long passed = hole;
        hole = 0;
        return passed;
    }

    /** Returns why bytes could not be read; null if all could. */
    public @Nullable DamagedException damage() {
        return damage;
    }

    /** Takes bytes of a frame without copying them: frames are not modified after they were read. */
    private void take(byte[] bytes, int from, int count) {
        window = bytes;
        next = from;
        end = from + count;
    }

    @Override
    public void seek(long position) {
        throw new UnsupportedOperationException("the text must be read sequentially");
    }

    @Override
    public void close() throws IOException {
        // The repository keeps its segments open.
        if (inflated != null) {
            inflated.close();
        }
    }
}
