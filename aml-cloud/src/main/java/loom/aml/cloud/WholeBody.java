package loom.aml.cloud;

import java.io.IOException;
import software.amazon.awssdk.core.ResponseBytes;
import software.amazon.awssdk.core.exception.RetryableException;
import software.amazon.awssdk.core.sync.ResponseTransformer;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/** Reads the body of a response. A body that ends early is requested again: the HTTP client of the JDK does not notice that. */
final class WholeBody implements ResponseTransformer<GetObjectResponse, ResponseBytes<GetObjectResponse>> {
    @Override
    public ResponseBytes<GetObjectResponse> transform(GetObjectResponse response, AbortableInputStream in) {
        int length = Math.toIntExact(response.contentLength());
        byte[] bytes;
        try {
            bytes = in.readNBytes(length);
        } catch (IOException e) {
            throw RetryableException.create("the answer of the store broke off", e);
        }
        if (bytes.length < length) {
            throw RetryableException.create(
                    "the answer of the store ended after " + bytes.length + " of " + length + " bytes");
        }
        return ResponseBytes.fromByteArrayUnsafe(response, bytes);
    }
}
