package loom.aml.cloud;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import loom.aml.storage.ObjectStoreAddress;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.core.ResponseBytes;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.Delete;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Error;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * Objects of a bucket by their keys. All requests are made here and in {@link BucketParts}. They are repeated after failures that may pass;
 * other failures are {@link IOException}s that say what to do. Thread-safe.
 */
final class Bucket {
    private static final int FORBIDDEN = 403;
    private static final int NOT_FOUND = 404;
    private static final int CONFLICT = 409;
    private static final int CHANGED = 412;
    private static final int EMPTY = 416;

    /** The number of objects that one request can delete. */
    private static final int DELETES = 1000;

    private final S3Client client;
    private final ObjectStoreAddress address;
    private final Conditions conditions;
    private final Transfer transfer;
    private final Failures failures;

    Bucket(S3Client client, ObjectStoreAddress address, Conditions conditions, Transfer transfer, String endpoint) {
        this.client = client;
        this.address = address;
        this.conditions = conditions;
        this.transfer = transfer;
        this.failures = new Failures(address, endpoint, transfer.attempts());
    }

    Transfer transfer() {
        return transfer;
    }

    String location() {
        return address.toString();
    }

    /** Returns uploads in parts to this bucket. */
    BucketParts parts() {
        return new BucketParts(client, address.bucket(), transfer, failures);
    }

    /**
     * A range of an object.
     *
     * @param size the size of the whole object
     * @param tag the entity tag of the object
     * @param version the version that the bucket keeps; null if it keeps none
     */
    record Range(
            byte[] bytes, long size, String tag, @Nullable String version, SdkHttpResponse response) {}

    /**
     * Reads a range.
     *
     * @param length the number of bytes; fewer are read at the end
     * @param bound an earlier range of the same object, which must not have changed; null for any object
     * @return the range; it is empty if the object is
     * @throws NoSuchFileException if the object does not exist
     */
    Range get(String key, long from, int length, @Nullable Range bound) throws IOException {
        GetObjectRequest.Builder request = GetObjectRequest.builder()
                .bucket(address.bucket())
                .key(key)
                .range("bytes=" + from + "-" + (from + length - 1))
                .overrideConfiguration(times(length));
        if (bound != null) {
            request.ifMatch(bound.tag()).versionId(bound.version());
        }
        try {
            ResponseBytes<GetObjectResponse> got = client.getObject(request.build(), new WholeBody());
            GetObjectResponse response = got.response();
            String version = response.versionId();
            return new Range(
                    got.asByteArrayUnsafe(),
                    sizeOf(response),
                    response.eTag(),
                    "null".equals(version) ? null : version,
                    response.sdkHttpResponse());
        } catch (S3Exception e) {
            if (e.statusCode() == EMPTY && from == 0 && bound == null) {
                return new Range(new byte[0], 0, "", null, e.awsErrorDetails().sdkHttpResponse());
            }
            if (isMissing(e)) {
                throw new NoSuchFileException(failures.nameOf(key), null, "no such object");
            }
            if (e.statusCode() == CHANGED) {
                throw new IOException(failures.nameOf(key) + " was replaced while it was read; try again");
            }
            throw failures.of(e, "read " + failures.nameOf(key));
        } catch (SdkException e) {
            throw failures.of(e, "read " + failures.nameOf(key));
        }
    }

    /** Returns the size of the whole object: {@code Content-Range: bytes 0-99/1234}. A store may ignore the range. */
    private static long sizeOf(GetObjectResponse response) {
        String range = response.contentRange();
        return range == null ? response.contentLength() : Long.parseLong(range.substring(range.lastIndexOf('/') + 1));
    }

    /** Returns whether an object exists. */
    boolean exists(String key) throws IOException {
        try {
            // The answer to HEAD would not say whether the object or the bucket is missing.
            get(key, 0, 1, null);
            return true;
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    private static boolean isMissing(S3Exception e) {
        return e.statusCode() == NOT_FOUND && !"NoSuchBucket".equals(Failures.codeOf(e));
    }

    /** Stores an object, and verifies that the store has its bytes. */
    void put(String key, byte[] bytes, int length) throws IOException {
        Md5 sum = Md5.of(bytes, length);
        PutObjectResponse stored = put(key, bytes, length, sum, (_, _) -> {});
        if (!sum.isTag(stored.eTag())) {
            requireSize(key, length);
        }
    }

    private interface Conditioning {
        void apply(PutObjectRequest.Builder request, AwsRequestOverrideConfiguration.Builder headers);
    }

    private PutObjectResponse put(String key, byte[] bytes, int length, Md5 sum, Conditioning condition)
            throws IOException {
        AwsRequestOverrideConfiguration.Builder headers =
                AwsRequestOverrideConfiguration.builder().apiCallTimeout(transfer.patienceFor(length));
        PutObjectRequest.Builder request = PutObjectRequest.builder()
                .bucket(address.bucket())
                .key(key)
                .contentType("application/octet-stream")
                .contentLength((long) length)
                .contentMD5(sum.base64());
        condition.apply(request, headers);
        PutObjectRequest built = request.overrideConfiguration(headers.build()).build();
        return failures.attempt(
                "store " + failures.nameOf(key), () -> client.putObject(built, Bodies.of(bytes, length)));
    }

    /** Verifies the size of an object whose entity tag is not its checksum, as that of an encrypted one. */
    void requireSize(String key, long size) throws IOException {
        // The answer to HEAD has no text, so the client would not notice that its clock is wrong.
        long stored = get(key, 0, 1, null).size();
        if (stored != size) {
            throw new IOException(failures.nameOf(key) + " has " + stored + " bytes after " + size
                    + " were stored; another program replaced it, or the store lost data; try again");
        }
    }

    /**
     * Stores an object if its version is the one that was seen.
     *
     * @param seen the version; empty if the object did not exist
     * @param write the number of this write
     * @return the new version; empty if the object had changed, also by an earlier attempt of the same write
     */
    Optional<String> replace(String key, byte[] bytes, Optional<String> seen, String write) throws IOException {
        try {
            PutObjectResponse stored =
                    put(key, bytes, bytes.length, Md5.of(bytes, bytes.length), (request, headers) -> {
                        seen.ifPresentOrElse(
                                version -> conditions.replace(request, headers, version),
                                () -> conditions.create(request, headers));
                        conditions.mark(headers, write);
                    });
            return Optional.of(conditions
                    .version(stored.sdkHttpResponse())
                    .orElseThrow(() -> new IOException(address + " does not return the versions of objects, so runs"
                            + " could not be kept apart; use another store")));
        } catch (RefusedException e) {
            if (e.status() == CHANGED || e.status() == CONFLICT || e.status() == NOT_FOUND && seen.isPresent()) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** An object that is replaced by {@link #replace}. */
    record Versioned(byte[] bytes, String version, String write) {}

    /** Reads an object that is replaced by {@link #replace}; empty if it does not exist. */
    Optional<Versioned> read(String key, int limit) throws IOException {
        try {
            Range range = get(key, 0, limit, null);
            return Optional.of(new Versioned(
                    range.bytes(),
                    conditions.version(range.response()).orElse(range.tag()),
                    conditions.mark(range.response()).orElse("")));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    /** An object or, if listed by folders, a folder, whose key ends with a slash and whose size is -1. */
    record Listed(String key, long size) {}

    /**
     * Lists the keys with a beginning, in no order.
     *
     * @param byFolder whether keys that contain a slash after the beginning are listed as one folder
     */
    List<Listed> list(String beginning, boolean byFolder) throws IOException {
        List<Listed> found = new ArrayList<>();
        String next = null;
        do {
            ListObjectsV2Request request = ListObjectsV2Request.builder()
                    .bucket(address.bucket())
                    .prefix(beginning)
                    .delimiter(byFolder ? "/" : null)
                    .continuationToken(next)
                    .build();
            ListObjectsV2Response page =
                    failures.attempt("list " + failures.nameOf(beginning), () -> client.listObjectsV2(request));
            page.contents().forEach(object -> found.add(new Listed(object.key(), object.size())));
            page.commonPrefixes().forEach(folder -> found.add(new Listed(folder.prefix(), -1)));
            next = Boolean.TRUE.equals(page.isTruncated()) ? page.nextContinuationToken() : null;
        } while (next != null);
        return found;
    }

    /** Deletes objects in any order. Keys that do not exist are skipped. */
    void delete(List<String> keys) throws IOException {
        if (keys.size() == 1 || conditions == Conditions.GOOGLE) {
            for (String key : keys) {
                delete(key);
            }
            return;
        }
        for (int from = 0; from < keys.size(); from += DELETES) {
            List<ObjectIdentifier> some = keys.subList(from, Math.min(keys.size(), from + DELETES)).stream()
                    .map(key -> ObjectIdentifier.builder().key(key).build())
                    .toList();
            List<S3Error> errors = failures.attempt(
                            "delete objects of " + address,
                            () -> client.deleteObjects(request -> request.bucket(address.bucket())
                                    .delete(Delete.builder()
                                            .objects(some)
                                            .quiet(true)
                                            .build())))
                    .errors();
            if (!errors.isEmpty()) {
                S3Error first = errors.getFirst();
                throw failures.ofDeletion(first, errors.size(), lockOf(first.key()));
            }
        }
    }

    private void delete(String key) throws IOException {
        try {
            failures.attempt(
                    "delete " + failures.nameOf(key),
                    () -> client.deleteObject(
                            request -> request.bucket(address.bucket()).key(key)));
        } catch (RefusedException e) {
            if (e.status() == NOT_FOUND && !e.code().equals("NoSuchBucket")) {
                return;
            }
            if (e.status() == FORBIDDEN) {
                throw failures.withLock(e, key, lockOf(key));
            }
            throw e;
        }
    }

    /** Returns until when an object is locked, for people; empty if it is not, or if that is not known. */
    private Optional<String> lockOf(String key) {
        try {
            HeadObjectResponse head = client.headObject(
                    request -> request.bucket(address.bucket()).key(key));
            if ("ON".equals(head.objectLockLegalHoldStatusAsString())) {
                return Optional.of("its legal hold ends");
            }
            return Optional.ofNullable(head.objectLockRetainUntilDate()).map(Object::toString);
        } catch (SdkException e) {
            return Optional.empty();
        }
    }

    private Consumer<AwsRequestOverrideConfiguration.Builder> times(long bytes) {
        return headers -> headers.apiCallTimeout(transfer.patienceFor(bytes));
    }
}
