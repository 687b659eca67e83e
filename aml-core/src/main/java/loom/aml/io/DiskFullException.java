package loom.aml.io;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The device is full or a quota is exhausted. */
public final class DiskFullException extends IOException {
    private static final long serialVersionUID = 1L;

    public DiskFullException(IOException cause) {
        super(cause.getMessage(), cause);
    }

    /**
     * Returns a {@link DiskFullException} if the write failed because the disk is full, else the same exception. The
     * JDK reports a full disk only by its message, which is localized, so the free space is checked as well.
     *
     * @param place a file or directory on the disk that was written to
     * @param bytes the number of bytes that were to be written
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
