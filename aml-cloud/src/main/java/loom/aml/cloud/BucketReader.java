package loom.aml.cloud;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import loom.aml.storage.ObjectReader;

/**
 * Reads an object by ranges. All are of the object that was opened: if it is replaced, reading what is not yet here fails, unless the bucket
 * keeps versions. Reading on requests longer and longer ranges, and each replaces the one before. Reading elsewhere requests short ones at first,
 * for a single item, and then whole blocks, several of which are kept: a restore reads one segment at several places in turn.
 */
final class BucketReader implements ObjectReader {
    private static final int SHORT = 256 << 10;
    private static final int LONGEST = 8 << 20;
    private static final int BLOCK = 4 << 20;
    private static final int KEPT = 8;

    /** The requests elsewhere after which whole blocks are requested. */
    private static final int FEW = 3;

    private final Bucket bucket;
    private final String key;
    private final Bucket.Range first;

    /** The ranges that are kept, that which was read last at the end. */
    private final Deque<Part> parts = new ArrayDeque<>();

    private int elsewhere;

    /** The end of the bytes that were read last. */
    private long readTo;

    /** A range of the object. */
    private record Part(long from, byte[] bytes) {
        long end() {
            return from + bytes.length;
        }

        boolean has(long position) {
            return position >= from && position < end();
        }
    }

    BucketReader(Bucket bucket, String key) throws IOException {
        this.bucket = bucket;
        this.key = key;
        this.first = bucket.get(key, 0, bucket.transfer().firstRead(), null);
        parts.add(new Part(0, first.bytes()));
    }

    @Override
    public long size() {
        return first.size();
    }

    @Override
    public int read(long position, byte[] into, int offset, int length) throws IOException {
        if (position >= size()) {
            return -1;
        }
        Part part = kept(position).orElse(null);
        if (part == null) {
            part = position == readTo ? readOn(position, length) : readElsewhere(position, length);
        }
        parts.remove(part);
        parts.addLast(part);
        if (parts.size() > KEPT) {
            parts.removeFirst();
        }
        int begin = (int) (position - part.from());
        int n = Math.min(length, part.bytes().length - begin);
        System.arraycopy(part.bytes(), begin, into, offset, n);
        readTo = position + n;
        return n;
    }

    private Optional<Part> kept(long position) {
        return parts.stream().filter(part -> part.has(position)).findFirst();
    }

    private Part readOn(long position, int length) throws IOException {
        Optional<Part> before =
                parts.stream().filter(part -> part.end() == position).findFirst();
        int longer = Math.clamp(2L * before.map(part -> part.bytes().length).orElse(0), SHORT, LONGEST);
        Part next = request(position, Math.max(longer, Math.min(length, LONGEST)));
        before.ifPresent(parts::remove);
        return next;
    }

    private Part readElsewhere(long position, int length) throws IOException {
        elsewhere++;
        return elsewhere > FEW
                ? request(position - position % BLOCK, BLOCK)
                : request(position, Math.clamp(length, SHORT, LONGEST));
    }

    private Part request(long position, int length) throws IOException {
        int wanted = (int) Math.min(length, size() - position);
        Bucket.Range range = bucket.get(key, position, wanted, first);
        if (range.bytes().length != wanted) {
            throw new IOException(
                    key + ": the store returned " + range.bytes().length + " of " + wanted + " bytes; try again");
        }
        return new Part(position, range.bytes());
    }

    @Override
    public void close() {
        parts.clear();
    }
}
