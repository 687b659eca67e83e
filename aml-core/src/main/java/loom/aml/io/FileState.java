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
 * @param key the identity of the file apart from its name (device and inode), null where the file system has none
 */
public record FileState(
        Type type, long size, Instant modified, @Nullable Object key) {

    /** The state of a path at which nothing stands. */
    public static final FileState MISSING = new FileState(Type.MISSING, 0, Instant.EPOCH, null);

    /** The coarsest step in which a file system of today counts time: FAT's two seconds. */
    private static final Duration COARSEST_TICK = Duration.ofSeconds(2);

    // The equals that a record would get is linked at run time, 15 ms into a process that lives for 100 and compares
    // states first.
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof FileState state
                && type == state.type
                && size == state.size
                && modified.equals(state.modified)
                && Objects.equals(key, state.key);
    }

    @Override
    public int hashCode() {
        return Objects.hashCode(key) * 31 + Long.hashCode(size);
    }

    /** What stands at a path. Links are links, whatever they lead to. */
    public enum Type {
        MISSING,
        FILE,
        DIRECTORY,
        LINK,
        SPECIAL
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
     * Whether the file could have been changed after {@code lookedAt} without its state showing it, because its last
     * modification lies in the same tick of the file system's clock. Git and JGit call such an entry "racily clean".
     */
    public boolean isRacy(Instant lookedAt) {
        return isFile() && modified.isAfter(lookedAt.minus(COARSEST_TICK));
    }
}
