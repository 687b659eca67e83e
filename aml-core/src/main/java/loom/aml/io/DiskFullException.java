package loom.aml.io;

import java.io.IOException;

/** There is no room left to write: the device is full, or a quota is used up. */
public final class DiskFullException extends IOException {
    private static final long serialVersionUID = 1L;

    public DiskFullException(IOException cause) {
        super(cause.getMessage(), cause);
    }

    /** The JDK tells a full disk only by its message. */
    static IOException orSame(IOException e) {
        String message = e.getMessage() == null ? "" : e.getMessage();
        return message.contains("No space left") || message.contains("quota exceeded") ? new DiskFullException(e) : e;
    }
}
