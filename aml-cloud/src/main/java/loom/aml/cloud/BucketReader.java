package loom.aml.cloud;

import java.io.IOException;
import loom.aml.storage.ObjectReader;

/**
 * Reads an object by ranges. All are of the object that was opened: if it is replaced, reading what is not yet here fails, unless the bucket
 * keeps versions. Reading on requests longer and longer ranges, and reading elsewhere short ones.
 */
final class BucketReader implements ObjectReader {
    private static final int SHORT = 256 << 10;
    private static final int LONGEST = 8 << 20;

    private final Bucket bucket;
    private final String key;
    private final Bucket.Range first;
    private byte[] bytes;
    private long from;
    private int next = SHORT;

    BucketReader(Bucket bucket, String key) throws IOException {
        this.bucket = bucket;
        this.key = key;
        this.first = bucket.get(key, 0, bucket.transfer().firstRead(), null);
        this.bytes = first.bytes();
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
        if (position < from || position >= from + bytes.length) {
            request(position, length);
        }
        int begin = (int) (position - from);
        int n = Math.min(length, bytes.length - begin);
        System.arraycopy(bytes, begin, into, offset, n);
        return n;
    }

    private void request(long position, int length) throws IOException {
        next = position == from + bytes.length ? Math.min(LONGEST, Math.max(SHORT, 2 * bytes.length)) : SHORT;
        int wanted = (int) Math.min(Math.max(next, Math.min(length, LONGEST)), size() - position);
        Bucket.Range range = bucket.get(key, position, wanted, first);
        if (range.bytes().length != wanted) {
            throw new IOException(
                    key + ": the store returned " + range.bytes().length + " of " + wanted + " bytes; try again");
        }
        bytes = range.bytes();
        from = position;
    }

    @Override
    public void close() {
        bytes = new byte[0];
        from = 0;
    }
}
