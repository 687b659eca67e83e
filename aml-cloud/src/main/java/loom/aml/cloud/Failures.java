package loom.aml.cloud;

import java.io.IOException;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import loom.aml.storage.ObjectStoreAddress;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.S3Error;

/** Says which request a store refused, why, and what to do. Thread-safe. */
final class Failures {
    private static final int FORBIDDEN = 403;
    private static final int REDIRECT = 301;
    private static final int TEMPORARY_REDIRECT = 307;
    private static final int NOT_IMPLEMENTED = 501;
    private static final int TOO_MANY = 429;
    private static final int UNAVAILABLE = 503;
    private static final int SERVER = 500;

    private final ObjectStoreAddress address;
    private final String endpoint;
    private final int attempts;

    /**
     * @param endpoint the store, for people
     * @param attempts the attempts of each request
     */
    Failures(ObjectStoreAddress address, String endpoint, int attempts) {
        this.address = address;
        this.endpoint = endpoint;
        this.attempts = attempts;
    }

    /** Makes a request. */
    <T> T attempt(String action, Supplier<T> request) throws IOException {
        try {
            return request.get();
        } catch (SdkException e) {
            throw of(e, action);
        }
    }

    /** Returns the place of a key, for people. */
    String nameOf(String key) {
        return new ObjectStoreAddress(address.scheme(), address.bucket(), "") + "/" + key;
    }

    static String codeOf(AwsServiceException e) {
        AwsErrorDetails details = e.awsErrorDetails();
        return details == null ? "" : Objects.requireNonNullElse(details.errorCode(), "");
    }

    private static String saying(AwsServiceException e) {
        AwsErrorDetails details = e.awsErrorDetails();
        String message = details == null ? null : details.errorMessage();
        String code = codeOf(e);
        String said = message == null || message.isEmpty() ? code : code + ", " + message;
        return " (HTTP " + e.statusCode() + (said.isEmpty() ? "" : ": " + said) + ")";
    }

    /**
     * Returns the exception for a failed request.
     *
     * @param action the action, which completes "cannot"
     */
    IOException of(SdkException e, String action) {
        if (e instanceof AwsServiceException refused) {
            return new RefusedException(
                    "cannot " + action + ": " + reason(refused) + saying(refused),
                    refused.statusCode(),
                    codeOf(refused),
                    refused);
        }
        String message = Objects.requireNonNullElse(e.getMessage(), "");
        if (message.contains("credentials") || message.contains("Profile file")) {
            return new IOException(
                    "cannot " + action + ": no credentials for " + endpoint
                            + "; set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or name a profile or a file with a key",
                    e);
        }
        return new IOException(
                "cannot " + action + ": no complete answer from " + endpoint + " (" + rootOf(e)
                        + "); check the network and the endpoint, and try again",
                e);
    }

    private static String rootOf(Throwable e) {
        Throwable root = e;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        return root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage();
    }

    private String reason(AwsServiceException e) {
        int status = e.statusCode();
        return switch (codeOf(e)) {
            case "NoSuchBucket" ->
                "the bucket " + address.bucket() + " does not exist at " + endpoint
                        + "; create it, or correct the address";
            case "RequestTimeTooSkewed", "RequestExpired" ->
                "the clock of this machine differs too much from that of the store; set it";
            case "InvalidAccessKeyId" -> "the store does not know the access key; check the credentials";
            case "SignatureDoesNotMatch" -> "the secret key is wrong; check the credentials";
            case "ExpiredToken", "TokenRefreshRequired", "InvalidToken" -> "the credentials have expired; renew them";
            case "AuthorizationHeaderMalformed", "PermanentRedirect", "IllegalLocationConstraintException" ->
                wrongRegion(e);
            case "InvalidObjectState" -> "the object is in an archive class; restore it in the store first";
            case "QuotaExceeded", "EntityTooLarge", "XMinioStorageFull" ->
                "the store has no space for it; delete old snapshots or enlarge the quota";
            default -> ofStatus(e, status);
        };
    }

    private String ofStatus(AwsServiceException e, int status) {
        return switch (status) {
            case REDIRECT, TEMPORARY_REDIRECT -> wrongRegion(e);
            case FORBIDDEN, 401 ->
                "access denied; grant these credentials reading, writing, listing and deleting in " + address;
            case NOT_IMPLEMENTED ->
                "the store does not support the request; aml needs conditional writes, which keep runs apart";
            case TOO_MANY, UNAVAILABLE ->
                "the store asked to slow down, " + attempts + " times in a row; try again later";
            default ->
                status >= SERVER
                        ? "the store failed " + attempts + " times in a row; try again later"
                        : "the store refused it";
        };
    }

    private static String wrongRegion(AwsServiceException e) {
        AwsErrorDetails details = e.awsErrorDetails();
        Optional<String> region = details == null || details.sdkHttpResponse() == null
                ? Optional.empty()
                : details.sdkHttpResponse().firstMatchingHeader("x-amz-bucket-region");
        return "the bucket is in another region; set the region"
                + region.map(name -> " to " + name).orElse("");
    }

    /** Returns the exception for an object that a request to delete several did not delete. */
    IOException ofDeletion(S3Error error, int number, Optional<String> lock) {
        return new IOException("cannot delete " + nameOf(error.key())
                + (number > 1 ? " and " + (number - 1) + " other objects" : "") + ": "
                + lock.map(Failures::locked).orElse("the store refused it")
                + " (" + error.code() + textOf(error.message()) + ")");
    }

    private static String textOf(@Nullable String message) {
        return message == null || message.isEmpty() ? "" : ", " + message;
    }

    /** Adds that the object is locked. */
    IOException withLock(RefusedException e, String key, Optional<String> lock) {
        return lock.isEmpty() ? e : new IOException("cannot delete " + nameOf(key) + ": " + locked(lock.get()), e);
    }

    private static String locked(String until) {
        return "object lock forbids it until " + until + "; it is kept until then";
    }
}
