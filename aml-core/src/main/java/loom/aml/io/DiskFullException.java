package loom.aml.io;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** There is no room left to write: the device is full, or a quota is used up. */
public final class DiskFullException extends IOException {
    private static final long serialVersionUID = 1L;

    public DiskFullException(IOException cause) {
        super(cause.getMessage(), cause);
    }

    /**
     * What a failure to write means. The JDK tells a full disk only by its message, and that is in the user's language: the
     * room that is left is asked as well.
     *
     * @param place a file or directory on the disk that was written to
     * @param bytes how many there was no room for, if that is why it failed
     */
    static IOException orSame(IOException e, Path place, long bytes) {
        String message = e.getMessage() == null ? "" : e.getMessage();
        return message.contains("No space left") || message.contains("quota exceeded") || isFull(place, bytes)
                ? new DiskFullException(e)
                : e;
    }

    private static boolean isFull(Path place, long bytes) {
        try {
            return Files.getFileStore(place).getUsableSpace() < bytes;
        } catch (IOException e) {
            return false;
        }
    }
}
