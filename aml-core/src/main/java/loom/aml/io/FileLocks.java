package loom.aml.io;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Operating-system locks on files. They end with the process that holds them. */
final class FileLocks {
    /**
     * The keys of the files that this process has locked. A lock belongs to the process, not to a channel, and ends
     * when any channel on the file is closed. Therefore no second channel may be opened, not even to test the lock.
     */
    private static final Set<Object> LOCKED = ConcurrentHashMap.newKeySet();

    private static final Set<OpenOption> OPTIONS =
            Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);

    private static final int LONGEST = 1 << 20;

    private FileLocks() {}

    /**
     * Takes an exclusive lock on a file.
     *
     * @return the lock; empty if another caller or process holds it
     */
    static Optional<Disk.OsLock> tryLock(Path file) throws IOException {
        FileState now = Stat.state(file);
        RegularFile.require(file, now);
        Object key = Objects.requireNonNull(now.key(), "a file system with owners and modes has inodes");
        if (!LOCKED.add(key)) {
            return Optional.empty();
        }
        boolean taken = false;
        try {
            Optional<Disk.OsLock> lock = lock(file, key);
            taken = lock.isPresent();
            return lock;
        } finally {
            if (!taken) {
                LOCKED.remove(key);
            }
        }
    }

    private static Optional<Disk.OsLock> lock(Path file, Object key) throws IOException {
        FileChannel channel = WatchedOpen.open(file, OPTIONS);
        try {
            if (channel.tryLock() != null) {
                return Optional.of(new ChannelLock(channel, key));
            }
        } catch (OverlappingFileLockException e) {
            // Other code in this process holds the lock.
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
        channel.close();
        return Optional.empty();
    }

    private record ChannelLock(FileChannel channel, Object key) implements Disk.OsLock {
        @Override
        public byte[] content() throws IOException {
            ByteBuffer content = ByteBuffer.allocate((int) Math.min(LONGEST, channel.size()));
            int n = 0;
            while (n >= 0 && content.hasRemaining()) {
                n = channel.read(content, content.position());
            }
            return Arrays.copyOf(content.array(), content.position());
        }

        @Override
        public void replaceContent(byte[] content) throws IOException {
            ByteBuffer rest = ByteBuffer.wrap(content);
            while (rest.hasRemaining()) {
                channel.write(rest, rest.position());
            }
            channel.truncate(content.length);
        }

        @Override
        public void close() throws IOException {
            if (channel.isOpen()) {
                try {
                    channel.close();
                } finally {
                    LOCKED.remove(key);
                }
            }
        }
    }
}
