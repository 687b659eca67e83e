package loom.aml.cloud;

import java.io.IOException;
import loom.aml.storage.ObjectReader;

/**
 * Reads an object by ranges. All are of the object that was opened: if it is replaced, reading what is not yet here fails, unless the bucket
 * keeps versions. Reading on requests longer and longer ranges, and reading elsewhere short ones. The first range is kept until a later one is
 * read on, since the end of an object is often read before its beginning.
 */
final class BucketReader implements ObjectReader {
    private static final int SHORT = 256 << 10;
    private static final int LONGEST = 8 << 20;

    private final Bucket bucket;
    private final String key;
    private final Bucket.Range first;
    private byte[] beginning;
    private byte[] bytes;
    private long from;
    private int next = SHORT;

    /** The end of the bytes that were read last. */
    private long readTo;

    BucketReader(Bucket bucket, String key) throws IOException {
        this.bucket = bucket;
        this.key = key;
        this.first = bucket.get(key, 0, bucket.transfer().firstRead(), null);
        this.beginning = first.bytes();
        this.bytes = beginning;
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
        if (position < beginning.length) {
            return copy(beginning, 0, position, into, offset, length);
        }
        if (position < from || position >= from + bytes.length) {
            request(position, length);
        }
        return copy(bytes, from, position, into, offset, length);
    }

    private int copy(byte[] source, long start, long position, byte[] into, int offset, int length) {
        int begin = (int) (position - start);
        int n = Math.min(length, source.length - begin);
        System.arraycopy(source, begin, into, offset, n);
        readTo = position + n;
        return n;
    }

    private void request(long position, int length) throws IOException {
        boolean isNext = position == readTo;
        boolean isAfterBeginning = isNext && position == beginning.length;
        next = isNext
                ? Math.min(LONGEST, Math.max(SHORT, 2 * (isAfterBeginning ? beginning.length : bytes.length)))
                : SHORT;
        int wanted = (int) Math.min(Math.max(next, Math.min(length, LONGEST)), size() - position);
        Bucket.Range range = bucket.get(key, position, wanted, first);
        if (range.bytes().length != wanted) {
            throw new IOException(
                    key + ": the store returned " + range.bytes().length + " of " + wanted + " bytes; try again");
        }
        bytes = range.bytes();
        from = position;
        if (isAfterBeginning) {
            beginning = new byte[0];
        }
    }

    @Override
    public void close() {
        bytes = new byte[0];
        beginning = new byte[0];
        from = 0;
    }
}
