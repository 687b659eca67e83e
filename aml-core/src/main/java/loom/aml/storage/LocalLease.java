package loom.aml.storage;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import java.util.zip.CRC32;
import loom.aml.io.Access;
import loom.aml.io.Disk;
import loom.aml.io.FileName;
import loom.aml.io.Ticker;
import org.jspecify.annotations.Nullable;

/**
 * A lease on a folder: an operating system lock on a file, which ends with its process, and the lease object as the
 * content of the file. The lock decides between the processes of one machine. The object decides if the folder is
 * shared with machines that do not see the lock, as on some network file systems. There, two processes that take a
 * lease at the same moment may both get it, since a file cannot be replaced conditionally.
 */
final class LocalLease implements Lease {
    private final Disk.OsLock lock;
    private final ObjectLease lease;

    private LocalLease(Disk.OsLock lock, ObjectLease lease) {
        this.lock = lock;
        this.lease = lease;
    }

    /**
     * Takes a lease.
     *
     * @param access the access of the file, if it has to be created
     */
    static LocalLease take(Disk disk, Path file, Access access, LeaseTerms terms) throws IOException {
        long began = System.nanoTime();
        Disk.OsLock lock = Ownership.lock(disk, file, access, terms.patience(), "another " + terms.owner());
        try {
            Duration left = terms.patience().minusNanos(System.nanoTime() - began);
            LeaseHost host = LeaseHost.current(disk);
            ObjectLease lease = new ObjectLease.Taking(
                            FileName.text(file),
                            new LockedFile(lock),
                            host,
                            record -> host.isSameMachine(record.host()),
                            Ticker.SYSTEM,
                            disk::now)
                    .take(new LeaseTerms(terms.owner(), terms.duration(), left));
            return new LocalLease(lock, lease);
        } catch (IOException | RuntimeException | Error e) {
            lock.close();
            throw e;
        }
    }

    @Override
    public long sequence() {
        return lease.sequence();
    }

    @Override
    public void requireHeld() throws IOException {
        lease.requireHeld();
    }

    @Override
    public void close() throws IOException {
        try {
            lease.close();
        } catch (IOException e) {
            // The next process on this machine needs only the lock; others wait until the lease expires.
        } finally {
            lock.close();
        }
    }

    /** The content of the locked file. An empty file counts as absent: earlier versions wrote nothing into it. */
    private static final class LockedFile implements LeaseObject {
        private final Disk.OsLock lock;
        private @Nullable Content unwritten;

        LockedFile(Disk.OsLock lock) {
            this.lock = lock;
        }

        @Override
        public Optional<Content> read() throws IOException {
            byte[] text = lock.content();
            return text.length == 0 ? Optional.empty() : Optional.of(content(text));
        }

        private static Content content(byte[] text) {
            CRC32 sum = new CRC32();
            sum.update(text);
            return new Content(text, HexFormat.of().toHexDigits((int) sum.getValue()));
        }

        @Override
        public Optional<Content> replace(Optional<Content> seen, byte[] text) throws IOException {
            if (unwritten == null && !read().equals(seen)) {
                return Optional.empty();
            }
            Content next = content(text);
            try {
                lock.replaceContent(text);
                unwritten = null;
            } catch (IOException e) {
                // On a full disk the lock alone must suffice: rotation, which frees space, needs the lease.
                unwritten = next;
            }
            return Optional.of(next);
        }
    }
}
