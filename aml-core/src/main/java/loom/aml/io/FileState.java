package loom.aml.io;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What one look at a path saw: enough to tell later, without reading the content, whether the file is still the same version.
 *
 * @param type what stands there
 * @param size length in bytes, 0 unless a regular file
 * @param modified time of last modification, as fine as the file system keeps it
 * @param changed time of last change of content or attributes (ctime), which no program can set; the epoch where it is not known
 * @param key the identity of the file apart from its name (device and inode), null where the file system has none
 */
public record FileState(
        Type type,
        long size,
        Instant modified,
        Instant changed,
        @Nullable Object key) {

    /** The state of a path at which nothing stands. */
    public static final FileState MISSING = new FileState(Type.MISSING, 0, Instant.EPOCH, null);

    /** The coarsest step in which a file system of today counts time: FAT's two seconds. */
    private static final Duration COARSEST_TICK = Duration.ofSeconds(2);

    /** A ctime with a fraction of a second is counted in ticks of the kernel, of which the longest takes 10 ms. */
    private static final Duration FINE_TICK = Duration.ofMillis(30);

    /** A state of which the time of change is not known. */
    public FileState(Type type, long size, Instant modified, @Nullable Object key) {
        this(type, size, modified, Instant.EPOCH, key);
    }

    // The equals that a record would get is linked at run time, 15 ms into a process that lives for 100 and compares
    // states first.
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof FileState state
                && type == state.type
                && size == state.size
                && modified.equals(state.modified)
                && changed.equals(state.changed)
                && Objects.equals(key, state.key);
    }

    @Override
    public int hashCode() {
        return Objects.hashCode(key) * 31 + Long.hashCode(size);
    }

    /** What stands at a path. Links are links, whatever they lead to. */
    public enum Type {
        MISSING("nothing"),
        FILE("a plain file"),
        DIRECTORY("a directory"),
        LINK("a symbolic link"),
        SPECIAL("a pipe, a socket or a device");

        private final String words;

        Type(String words) {
            this.words = words;
        }

        /** With its article, for messages. */
        public String words() {
            return words;
        }
    }

    public boolean isFile() {
        return type == Type.FILE;
    }

    public boolean isDirectory() {
        return type == Type.DIRECTORY;
    }

    public boolean isMissing() {
        return type == Type.MISSING;
    }

    /**
     * Returns whether the states differ in nothing but the time of change: a mode, an owner or a link was changed, or the content
     * was edited and the time of modification set back. Only the content shows which.
     */
    public boolean differsInChangeOnly(FileState other) {
        return !changed.equals(other.changed) && new FileState(type, size, modified, other.changed, key).equals(other);
    }

    /**
     * Returns a text that differs between versions of the file, for tables that are kept on disk. Tables written before the time
     * of change was noted match no version, so their files are read once more.
     */
    public String versionText() {
        return size + " " + modified + " " + changed + " " + key;
    }

    /**
     * Whether the file could have been changed after {@code lookedAt} without its state showing it, because its last
     * modification or change lies in the same tick of the file system's clock. Git and JGit call such an entry "racily clean".
     */
    public boolean isRacy(Instant lookedAt) {
        Duration tick = changed.getNano() == 0 ? COARSEST_TICK : FINE_TICK;
        return isFile() && (modified.isAfter(lookedAt.minus(COARSEST_TICK)) || changed.isAfter(lookedAt.minus(tick)));
    }
}
