package loom.aml.storage;

import java.io.ByteArrayOutputStream;
import java.io.IOException;

/**
 * Appends to an object of a target that can only store whole objects: each sync replaces the object by a longer one.
 */
final class RepublishedObject implements Appender {
    private final BackupTarget target;
    private final String name;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private boolean isPublished;

    /** @param before the present content of the object */
    RepublishedObject(BackupTarget target, String name, byte[] before) {
        this.target = target;
        this.name = name;
        bytes.writeBytes(before);
    }

    @Override
    public synchronized void append(byte[] more) {
        bytes.writeBytes(more);
        isPublished = false;
    }

    @Override
    public synchronized void sync() throws IOException {
        if (!isPublished) {
            byte[] whole = bytes.toByteArray();
            try (BackupTarget.Upload upload = target.upload(name)) {
                upload.write(whole, 0, whole.length);
                upload.publish(name);
            }
            isPublished = true;
        }
    }

    @Override
    public void close() {
        // Synced bytes are stored.
    }
}
