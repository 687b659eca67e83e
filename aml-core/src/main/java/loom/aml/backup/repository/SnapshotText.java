package loom.aml.backup.repository;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import loom.aml.backup.segment.Segment;
import loom.aml.io.DamagedException;
import loom.aml.io.FileInput;
import loom.aml.io.FileState;
import org.jspecify.annotations.Nullable;

/** The text of one file of a snapshot, put together from segments while it is read. One thread at a time. */
public final class SnapshotText implements FileInput {

    private final Repository repository;
    private final String generation;
    private final List<String> segments;
    private final Ranges ranges;
    private final boolean hasHoles;
    private long hole;
    private @Nullable DamagedException damage;
    private int piece;
    private long into;
    private byte[] window = new byte[0];
    private int next;
    private int end;

    private SnapshotText(
            Repository repository, String generation, List<String> segments, Ranges ranges, boolean hasHoles) {
        this.repository = repository;
        this.generation = generation;
        this.segments = segments;
        this.ranges = ranges;
        this.hasHoles = hasHoles;
    }

    /**
     * Opens what a snapshot keeps of a file: the text of one that was gzip, else its bytes.
     *
     * @throws DamagedException if its recipe, or one that this builds on, cannot be read
     */
    public static SnapshotText of(Repository repository, Manifest manifest, FileEntry file) throws IOException {
        return of(repository, manifest, file, false);
    }

    /**
     * Opens the same for saving what can be saved: where bytes cannot be read the text ends, and goes on behind them after
     * {@link #passHole}.
     */
    public static SnapshotText withHoles(Repository repository, Manifest manifest, FileEntry file) throws IOException {
        return of(repository, manifest, file, true);
    }

    private static SnapshotText of(Repository repository, Manifest manifest, FileEntry file, boolean hasHoles)
            throws IOException {
        String generation = manifest.name().generation();
        Deque<Recipe> chain = new ArrayDeque<>();
        List<String> segments = new ArrayList<>();
        Recipe.Place place = file.place();
        Recipe copy = file.recipe();
        Set<Recipe.Place> seen = new HashSet<>();
        while (place != null) {
            if (!seen.add(place)) {
                throw new DamagedException(place.offset(), "a recipe that builds on itself");
            }
            Recipe recipe = repository.recipe(generation, place, copy);
            chain.push(recipe);
            segments.add(place.segment());
            Recipe.Before before = recipe.before();
            place = before == null ? null : before.place();
            copy = before == null ? null : before.copy();
        }
        Ranges ranges = Ranges.none();
        int segment = segments.size();
        for (Recipe recipe : chain) {
            segment--;
            ranges = Ranges.follow(recipe, ranges, segment);
        }
        return new SnapshotText(repository, generation, segments, ranges, hasHoles);
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

    /** Goes on to the next bytes that lie together; false at the end of the text. */
    private boolean fill() throws IOException {
        if (piece == ranges.count()) {
            return false;
        }
        long offset = ranges.offset(piece) + into;
        long left = ranges.length(piece) - into;
        long count = left;
        try {
            Segment segment = repository.segment(generation, segments.get(ranges.segment(piece)));
            count = Math.min(left, segment.lengthOfFrameFrom(offset));
            segment.read(offset, count, this::take);
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
     * Goes on behind bytes that cannot be read.
     *
     * @return how many they were; 0 at the end of the text
     */
    public long passHole() {
        long passed = hole;
        hole = 0;
        return passed;
    }

    /** Why bytes could not be read; null if all could. */
    public @Nullable DamagedException damage() {
        return damage;
    }

    /** Frames are never changed once they are read, so they need not be copied. */
    private void take(byte[] bytes, int from, int count) {
        window = bytes;
        next = from;
        end = from + count;
    }

    @Override
    public void seek(long position) {
        throw new UnsupportedOperationException("a text is read from front to back");
    }

    @Override
    public void close() {
        // The repository keeps its segments open.
    }
}
