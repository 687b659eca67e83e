package loom.aml.cloud;

import java.io.IOException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedMultipartUpload;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.ListMultipartUploadsRequest;
import software.amazon.awssdk.services.s3.model.ListMultipartUploadsResponse;
import software.amazon.awssdk.services.s3.model.UploadPartResponse;

/** Uploads in parts. Nothing is visible under a key before its upload is complete. Thread-safe. */
final class BucketParts {
    private static final int NOT_FOUND = 404;

    /** The entity tag of a part, unless the store encrypts objects with keys of its own. */
    private static final Pattern HEX = Pattern.compile("[0-9a-f]{32}");

    private final S3Client client;
    private final String bucket;
    private final Transfer transfer;
    private final Failures failures;

    BucketParts(S3Client client, String bucket, Transfer transfer, Failures failures) {
        this.client = client;
        this.bucket = bucket;
        this.transfer = transfer;
        this.failures = failures;
    }

    /** An unfinished upload. */
    record Unfinished(String key, String id, Instant began) {}

    /** Begins an upload. */
    Parts begin(String key) throws IOException {
        String id = failures.attempt(
                        "store " + failures.nameOf(key),
                        () -> client.createMultipartUpload(
                                request -> request.bucket(bucket).key(key).contentType("application/octet-stream")))
                .uploadId();
        return new Parts(key, id);
    }

    /** Lists unfinished uploads of keys with a beginning. */
    List<Unfinished> unfinished(String beginning) throws IOException {
        List<Unfinished> found = new ArrayList<>();
        ListMultipartUploadsRequest request = ListMultipartUploadsRequest.builder()
                .bucket(bucket)
                .prefix(beginning)
                .build();
        boolean isTruncated;
        do {
            ListMultipartUploadsRequest now = request;
            ListMultipartUploadsResponse page = failures.attempt(
                    "list uploads to " + failures.nameOf(beginning), () -> client.listMultipartUploads(now));
            // Some stores ignore the beginning.
            page.uploads().stream()
                    .filter(upload -> upload.key().startsWith(beginning))
                    .forEach(upload -> found.add(new Unfinished(upload.key(), upload.uploadId(), upload.initiated())));
            isTruncated = Boolean.TRUE.equals(page.isTruncated());
            request = request.toBuilder()
                    .keyMarker(page.nextKeyMarker())
                    .uploadIdMarker(page.nextUploadIdMarker())
                    .build();
        } while (isTruncated);
        return found;
    }

    /** Ends an upload without its object. */
    void abort(Unfinished upload) throws IOException {
        try {
            failures.attempt(
                    "remove an unfinished upload of " + failures.nameOf(upload.key()),
                    () -> client.abortMultipartUpload(
                            request -> request.bucket(bucket).key(upload.key()).uploadId(upload.id())));
        } catch (RefusedException e) {
            if (e.status() != NOT_FOUND) {
                throw e;
            }
        }
    }

    private String tagOf(String key) throws IOException {
        return failures.attempt(
                        "verify " + failures.nameOf(key),
                        () -> client.headObject(
                                request -> request.bucket(bucket).key(key)))
                .eTag();
    }

    private static String bare(@Nullable String tag) {
        return tag == null ? "" : tag.replace("\"", "");
    }

    /** Makes an object out of another one, which the store copies. */
    void copy(String from, String to, long size) throws IOException {
        if (size <= transfer.largestCopy()) {
            failures.attempt(
                    "copy " + failures.nameOf(from),
                    () -> client.copyObject(request -> request.sourceBucket(bucket)
                            .sourceKey(from)
                            .destinationBucket(bucket)
                            .destinationKey(to)
                            .overrideConfiguration(times(size))));
            return;
        }
        Parts parts = begin(to);
        try {
            for (long at = 0; at < size; at += transfer.largestCopy()) {
                parts.addCopy(from, at, Math.min(transfer.largestCopy(), size - at));
            }
            parts.complete();
        } catch (IOException e) {
            parts.abortAfter(e);
            throw e;
        }
    }

    private Consumer<AwsRequestOverrideConfiguration.Builder> times(long bytes) {
        return headers -> headers.apiCallTimeout(transfer.patienceFor(bytes));
    }

    /** The parts of one upload. One thread at a time. */
    final class Parts {
        private final String key;
        private final String id;
        private final List<CompletedPart> parts = new ArrayList<>();
        private final MessageDigest sums = Md5.newDigest();
        private long size;

        private Parts(String key, String id) {
            this.key = key;
            this.id = id;
        }

        long size() {
            return size;
        }

        /** Adds a part. */
        void add(byte[] bytes, int length) throws IOException {
            Md5 sum = Md5.of(bytes, length);
            int number = parts.size() + 1;
            UploadPartResponse stored = failures.attempt(
                    "store " + failures.nameOf(key),
                    () -> client.uploadPart(
                            request -> request.bucket(bucket)
                                    .key(key)
                                    .uploadId(id)
                                    .partNumber(number)
                                    .contentLength((long) length)
                                    .contentMD5(sum.base64())
                                    .overrideConfiguration(times(length)),
                            Bodies.of(bytes, length)));
            added(number, stored.eTag(), length);
        }

        /** Adds a range of another object as a part, which the store copies. */
        void addCopy(String from, long begin, long length) throws IOException {
            int number = parts.size() + 1;
            String tag = failures.attempt(
                            "copy " + failures.nameOf(from),
                            () -> client.uploadPartCopy(request -> request.sourceBucket(bucket)
                                    .sourceKey(from)
                                    .copySourceRange("bytes=" + begin + "-" + (begin + length - 1))
                                    .destinationBucket(bucket)
                                    .destinationKey(key)
                                    .uploadId(id)
                                    .partNumber(number)))
                    .copyPartResult()
                    .eTag();
            added(number, tag, length);
        }

        private void added(int number, String tag, long length) {
            sums.update(HEX.matcher(bare(tag)).matches() ? HexFormat.of().parseHex(bare(tag)) : new byte[0]);
            size += length;
            parts.add(CompletedPart.builder().partNumber(number).eTag(tag).build());
        }

        /**
         * Makes the object visible.
         *
         * @return whether its entity tag proves that it has the bytes of the parts
         */
        boolean complete() throws IOException {
            String expected = new Md5(sums.digest()).hex() + "-" + parts.size();
            try {
                String tag = failures.attempt(
                                "complete " + failures.nameOf(key),
                                () -> client.completeMultipartUpload(request -> request.bucket(bucket)
                                        .key(key)
                                        .uploadId(id)
                                        .multipartUpload(CompletedMultipartUpload.builder()
                                                .parts(parts)
                                                .build())))
                        .eTag();
                return bare(tag).equals(expected);
            } catch (RefusedException e) {
                if (e.status() == NOT_FOUND && bare(tagOf(key)).equals(expected)) {
                    // An attempt whose answer was lost has completed it.
                    return true;
                }
                throw e;
            }
        }

        void abort() throws IOException {
            BucketParts.this.abort(new Unfinished(key, id, Instant.EPOCH));
        }

        void abortAfter(IOException failure) {
            try {
                abort();
            } catch (IOException more) {
                failure.addSuppressed(more);
            }
        }
    }
}
