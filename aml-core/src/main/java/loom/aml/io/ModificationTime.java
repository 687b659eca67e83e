package loom.aml.io;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFileAttributeView;
import java.time.Instant;
import loom.aml.io.posix.FileTimes;

/** Sets modification times, including those outside the range that Java supports: before 1970 and after 2262. */
final class ModificationTime {
    private ModificationTime() {}

    static void set(Path path, Instant time) throws IOException {
        byte[] name = isBeyondJava(time) ? FileName.encode(FileName.text(path)) : null;
        if (name != null) {
            try {
                FileTimes.setModified(name, time.getEpochSecond(), time.getNano());
                return;
            } catch (IOException | UnsupportedOperationException e) {
                // Fall back to the nearest time that Java can set.
            }
        }
        Files.getFileAttributeView(path, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                .setTimes(FileTime.from(time), null, null);
    }

    private static boolean isBeyondJava(Instant time) {
        return time.isBefore(Instant.EPOCH) || time.getEpochSecond() >= Long.MAX_VALUE / 1_000_000_000;
    }
}
