package loom.aml.storage;

import java.io.IOException;

/** Another process has taken over a lease, because this one did not renew it in time. */
public final class LeaseLostException extends IOException {
    private static final long serialVersionUID = 1L;

    LeaseLostException(String lease, String holder) {
        super(lease + " was taken over by " + holder + " while this process did not respond; nothing more was written; try again");
    }
}
