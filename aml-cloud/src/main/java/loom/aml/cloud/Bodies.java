package loom.aml.cloud;

import java.io.ByteArrayInputStream;
import software.amazon.awssdk.core.sync.RequestBody;

/** Bodies of requests that are parts of arrays. They are not copied, and can be sent again. */
final class Bodies {
    private Bodies() {}

    static RequestBody of(byte[] bytes, int length) {
        return RequestBody.fromContentProvider(
                () -> new ByteArrayInputStream(bytes, 0, length), length, "application/octet-stream");
    }
}
