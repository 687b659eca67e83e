package loom.aml.cloud;

import java.util.Optional;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;

/**
 * The conditions under which an object is stored, in the terms of a store.
 *
 * <pre>
 *            create                          replace                              version
 * S3         If-None-Match: *                If-Match: "etag"                     ETag
 * GOOGLE     x-goog-if-generation-match: 0   x-goog-if-generation-match: 1234     x-goog-generation
 * </pre>
 *
 * <p>Google ignores {@code If-Match} when an object is stored, and refuses requests with headers of both companies. {@link GoogleSigner}
 * signs the requests with its header.
 */
enum Conditions {
    S3("x-amz-meta-") {
        @Override
        void create(PutObjectRequest.Builder request, AwsRequestOverrideConfiguration.Builder headers) {
            request.ifNoneMatch("*");
        }

        @Override
        void replace(
                PutObjectRequest.Builder request, AwsRequestOverrideConfiguration.Builder headers, String version) {
            request.ifMatch(version);
        }

        @Override
        Optional<String> version(SdkHttpResponse response) {
            return response.firstMatchingHeader("ETag");
        }
    },
    GOOGLE("x-goog-meta-") {
        @Override
        void create(PutObjectRequest.Builder request, AwsRequestOverrideConfiguration.Builder headers) {
            headers.putHeader(GENERATION_MATCH, "0");
        }

        @Override
        void replace(
                PutObjectRequest.Builder request, AwsRequestOverrideConfiguration.Builder headers, String version) {
            headers.putHeader(GENERATION_MATCH, version);
        }

        @Override
        Optional<String> version(SdkHttpResponse response) {
            return response.firstMatchingHeader("x-goog-generation");
        }
    };

    static final String GENERATION_MATCH = "x-goog-if-generation-match";

    /** Metadata with the number of a write. By it, a writer whose answer was lost recognises its object. */
    private static final String WRITE = "aml-write";

    private final String metadata;

    Conditions(String metadata) {
        this.metadata = metadata;
    }

    /** Stores the object only if it does not exist. */
    abstract void create(PutObjectRequest.Builder request, AwsRequestOverrideConfiguration.Builder headers);

    /** Stores the object only if it still has a version. */
    abstract void replace(
            PutObjectRequest.Builder request, AwsRequestOverrideConfiguration.Builder headers, String version);

    /** Returns the version of the object that was read or stored. */
    abstract Optional<String> version(SdkHttpResponse response);

    /** Records which write stored the object. */
    void mark(AwsRequestOverrideConfiguration.Builder headers, String write) {
        headers.putHeader(metadata + WRITE, write);
    }

    /** Returns the write that stored the object. */
    Optional<String> mark(SdkHttpResponse response) {
        return response.firstMatchingHeader(metadata + WRITE);
    }
}
