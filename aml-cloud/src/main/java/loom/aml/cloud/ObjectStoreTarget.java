package loom.aml.cloud;

import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.Supplier;
import loom.aml.io.Ticker;
import loom.aml.storage.BackupTarget;
import loom.aml.storage.Lease;
import loom.aml.storage.LeaseHost;
import loom.aml.storage.LeaseTerms;
import loom.aml.storage.ObjectLease;
import loom.aml.storage.ObjectReader;

/**
 * Keeps objects in a bucket.
 *
 * <pre>
 * &lt;name&gt;            an object, see {@link ObjectKeys}
 * .upload-&lt;n&gt;       a large object whose name was not known yet, until it is copied
 * .&lt;lease&gt;-lock     the holder of a lease
 * </pre>
 *
 * <p>An upload that fits into one request leaves no trace if its process dies. The parts of a larger one do, until
 * {@link #discardUploads} or, for an unknown name, until the lease {@link #WRITER} is taken by the next process.
 */
final class ObjectStoreTarget implements BackupTarget {
    private static final String UPLOAD = ".upload-";

    private final Bucket bucket;
    private final ObjectKeys keys;
    private final ObjectNames names;
    private final LeaseHost host;
    private final InstantSource clock;
    private final Supplier<byte[]> randomness;

    /** @param randomness returns bytes that no other call in any process returns */
    ObjectStoreTarget(
            Bucket bucket, ObjectKeys keys, LeaseHost host, InstantSource clock, Supplier<byte[]> randomness) {
        this.bucket = bucket;
        this.keys = keys;
        this.names = new ObjectNames(bucket, keys);
        this.host = host;
        this.clock = clock;
        this.randomness = randomness;
    }

    private String unique() {
        return HexFormat.of().formatHex(randomness.get());
    }

    @Override
    public String location() {
        return bucket.location();
    }

    @Override
    public List<Stored> list(String prefix) throws IOException {
        return names.list(prefix);
    }

    @Override
    public Collection<String> names(String folder) throws IOException {
        return names.parts(folder);
    }

    @Override
    public boolean exists(String name) throws IOException {
        return bucket.exists(names.keyOf(name));
    }

    @Override
    public ObjectReader open(String name) throws IOException {
        return new BucketReader(bucket, names.keyOf(name));
    }

    @Override
    public Upload upload() {
        return new BucketUpload(bucket, names, UPLOAD + unique(), false);
    }

    @Override
    public Upload upload(String name) throws IOException {
        names.keyOf(name);
        return new BucketUpload(bucket, names, name, true);
    }

    @Override
    public int discardUploads(String folder, Predicate<String> isOurs, Instant before) throws IOException {
        int removed = 0;
        for (BucketParts.Unfinished upload : bucket.parts().unfinished(keys.beginningOf(folder))) {
            String name = keys.nameOf(upload.key()).orElse(upload.key());
            if (isOurs.test(name) && upload.began().isBefore(before)) {
                bucket.parts().abort(upload);
                removed++;
            }
        }
        return removed;
    }

    @Override
    public void delete(Collection<String> objects) throws IOException {
        names.delete(objects);
    }

    @Override
    public Lease lease(String name, LeaseTerms terms) throws IOException {
        String key = names.keyOf("." + name + "-lock");
        BucketLease object = new BucketLease(bucket, key, this::unique);
        // Only time proves that a holder is dead: processes of other containers cannot be seen.
        ObjectLease lease = new ObjectLease.Taking(
                        bucket.location() + "/." + name + "-lock", object, host, _ -> false, Ticker.SYSTEM, clock)
                .take(terms);
        try {
            if (name.equals(WRITER) && object.hasReplacedUnreleased()) {
                sweep();
            }
        } catch (IOException | RuntimeException e) {
            lease.close();
            throw e;
        }
        return new Held(lease);
    }

    private void sweep() throws IOException {
        String beginning = keys.beginningOf(UPLOAD);
        for (BucketParts.Unfinished upload : bucket.parts().unfinished(beginning)) {
            bucket.parts().abort(upload);
        }
        List<String> left =
                bucket.list(beginning, false).stream().map(Bucket.Listed::key).toList();
        if (!left.isEmpty()) {
            bucket.delete(left);
        }
    }

    /** A lease whose return is not worth a failure. */
    private record Held(ObjectLease lease) implements Lease {
        @Override
        public long sequence() {
            return lease.sequence();
        }

        @Override
        public void requireHeld() throws IOException {
            lease.requireHeld();
        }

        @Override
        public void close() {
            try {
                lease.close();
            } catch (IOException e) {
                // The next process waits until the lease expires. The work of this one is complete.
            }
        }
    }
}
