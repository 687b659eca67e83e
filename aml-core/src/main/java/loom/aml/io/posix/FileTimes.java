package loom.aml.io.posix;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Sets times that Java cannot set: before 1970 with a fraction of a second, and after 2262, where 64-bit nanoseconds
 * overflow. Linux only.
 */
public final class FileTimes {
    private static final long CURRENT_DIRECTORY = -100;
    private static final long NO_FOLLOW = 0x100;

    /** The nanosecond value UTIME_OMIT: leave this time unchanged. */
    private static final long OMIT = (1L << 30) - 2;

    private static final int TIMES = 32;

    private FileTimes() {}

    /**
     * Sets the modification time. Symbolic links are not followed.
     *
     * @param path the bytes of the path
     */
    public static void setModified(byte[] path, long seconds, int nanoseconds) throws IOException {
        CLibrary library = new CLibrary();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment name = arena.allocate(path.length + 1L);
            MemorySegment.copy(path, 0, name, ValueLayout.JAVA_BYTE, 0, path.length);
            MemorySegment times = arena.allocate(TIMES, ValueLayout.JAVA_LONG.byteAlignment());
            times.setAtIndex(ValueLayout.JAVA_LONG, 1, OMIT);
            times.setAtIndex(ValueLayout.JAVA_LONG, 2, seconds);
            times.setAtIndex(ValueLayout.JAVA_LONG, 3, nanoseconds);
            CLibrary.Result result = library.call(
                    arena,
                    library.function("utimensat"),
                    CURRENT_DIRECTORY,
                    name.address(),
                    times.address(),
                    NO_FOLLOW,
                    0);
            if (result.isFailure()) {
                throw new IOException("utimensat failed with error " + result.error());
            }
        }
    }
}
