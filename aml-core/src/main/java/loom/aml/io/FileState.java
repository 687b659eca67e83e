package loom.aml.io;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The metadata of a path at one moment. It shows, without reading the content, whether the file is still the same
 * version.
 *
 * @param type the type of the file
 * @param size length in bytes; 0 if not a regular file
 * @param modified modification time, at the resolution of the file system
 * @param changed time of the last change of content or attributes (ctime), which programs cannot set; the epoch if
 *     unknown
 * @param key the identity of the file independent of its name (device and inode); null if the file system has none
 */
public record FileState(
        Type type,
        long size,
        Instant modified,
        Instant changed,
        @Nullable Object key) {

    /** The state of a path that does not exist. */
    public static final FileState MISSING = new FileState(Type.MISSING, 0, Instant.EPOCH, null);

    /** The coarsest timestamp resolution of common file systems: FAT's two seconds. */
    private static final Duration COARSEST_TICK = Duration.ofSeconds(2);

    /** A ctime with a fraction of a second advances in kernel ticks, which take at most 10 ms. */
    private static final Duration FINE_TICK = Duration.ofMillis(30);

    /** Creates a state without a change time. */
    public FileState(Type type, long size, Instant modified, @Nullable Object key) {
        this(type, size, modified, Instant.EPOCH, key);
    }

    // The generated equals of a record is linked at run time, which costs 15 ms in a process that runs for 100 ms.
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

    /** The type of a path. Symbolic links are not followed. */
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

        /** Returns the type with its article, for messages. */
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
     * Returns whether the states differ only in their change time. Either mode, owner or links changed, or the content
     * was edited and the modification time reset; only the content shows which.
     */
    public boolean differsInChangeOnly(FileState other) {
        return !changed.equals(other.changed) && new FileState(type, size, modified, other.changed, key).equals(other);
    }

    /**
     * Returns a text that differs between versions of the file, for tables on disk. Tables written before the change
     * time was recorded match no version, so their files are read once more.
     */
    public String versionText() {
        return size + " " + modified + " " + changed + " " + key;
    }

    /**
     * Returns whether the file could have changed after {@code lookedAt} without a change of its state, because its
     * last modification or change is in the same tick of the file system's clock. Git and JGit call such an entry
     * "racily clean".
     */
    public boolean isRacy(Instant lookedAt) {
        Duration tick = changed.getNano() == 0 ? COARSEST_TICK : FINE_TICK;
        return isFile() && (modified.isAfter(lookedAt.minus(COARSEST_TICK)) || changed.isAfter(lookedAt.minus(tick)));
    }
}
