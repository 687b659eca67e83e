package loom.aml.cloud;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.util.Arrays;
import java.util.List;
import loom.aml.storage.BackupTarget;
import org.jspecify.annotations.Nullable;

/**
 * An object that is being written. It is kept in memory up to the size of a part and then stored by one request. A longer one is stored in
 * parts, which are not visible.
 *
 * <pre>
 *                           up to a part       longer
 * a name known before       put name           parts of name
 * a name known afterwards   put name           parts of .upload-N, copied to name, then deleted
 * </pre>
 */
final class BucketUpload implements BackupTarget.Upload {
    private static final int FIRST_BUFFER = 8192;

    private final Bucket bucket;
    private final ObjectNames names;
    private final String began;
    private final boolean isNamed;
    private byte[] buffer = new byte[FIRST_BUFFER];
    private int length;
    private BucketParts.@Nullable Parts parts;
    private boolean isHiddenComplete;
    private boolean isPublished;

    /**
     * @param began the name that parts are stored under
     * @param isNamed whether it is the name of the object
     */
    BucketUpload(Bucket bucket, ObjectNames names, String began, boolean isNamed) {
        this.bucket = bucket;
        this.names = names;
        this.began = began;
        this.isNamed = isNamed;
    }

    @Override
    public void write(byte[] bytes, int offset, int count) throws IOException {
        int part = bucket.transfer().part();
        int done = 0;
        while (done < count) {
            if (length == part) {
                storePart();
            }
            int some = Math.min(count - done, part - length);
            if (length + some > buffer.length) {
                buffer = Arrays.copyOf(buffer, Math.min(part, Math.max(length + some, 2 * buffer.length)));
            }
            System.arraycopy(bytes, offset + done, buffer, length, some);
            length += some;
            done += some;
        }
    }

    private void storePart() throws IOException {
        if (parts == null) {
            parts = bucket.parts().begin(names.keyOf(began));
        }
        parts.add(buffer, length);
        length = 0;
    }

    @Override
    public void publish(String name) throws IOException {
        String key = names.keyOf(name);
        if (parts == null) {
            names.record(name);
            bucket.put(key, buffer, length);
        } else if (isNamed) {
            if (!name.equals(began)) {
                throw new FileSystemException(name, null, "the parts of a large object were stored as " + began);
            }
            names.record(name);
            completeAt(parts, key);
        } else {
            names.record(name);
            String hidden = names.keyOf(began);
            isHiddenComplete = true;
            completeAt(parts, hidden);
            bucket.parts().copy(hidden, key, parts.size());
            bucket.requireSize(key, parts.size());
            bucket.delete(List.of(hidden));
        }
        isPublished = true;
    }

    private void completeAt(BucketParts.Parts begun, String key) throws IOException {
        if (length > 0) {
            storePart();
        }
        if (!begun.complete()) {
            bucket.requireSize(key, begun.size());
        }
    }

    @Override
    public void close() throws IOException {
        if (parts != null && !isPublished) {
            isPublished = true;
            parts.abort();
            if (!isNamed && isHiddenComplete) {
                bucket.delete(List.of(names.keyOf(began)));
            }
        }
        buffer = new byte[0];
        length = 0;
    }
}
