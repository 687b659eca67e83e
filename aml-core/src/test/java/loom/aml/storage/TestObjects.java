package loom.aml.storage;

import java.io.IOException;

/** Stores and reads whole objects. */
public final class TestObjects {
    private TestObjects() {}

    public static void put(BackupTarget target, String name, byte[] bytes) throws IOException {
        try (BackupTarget.Upload upload = target.upload(name)) {
            upload.write(bytes, 0, bytes.length);
            upload.publish(name);
        }
    }

    public static byte[] get(BackupTarget target, String name) throws IOException {
        try (ObjectReader in = target.open(name)) {
            return in.stream().readAllBytes();
        }
    }
}
