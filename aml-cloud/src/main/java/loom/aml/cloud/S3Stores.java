package loom.aml.cloud;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Optional;
import javax.net.ssl.TrustManager;
import javax.xml.stream.XMLStreamException;
import loom.aml.io.Disk;
import loom.aml.storage.BackupTarget;
import loom.aml.storage.LeaseHost;
import loom.aml.storage.ObjectStoreAddress;
import loom.aml.storage.ObjectStores;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain;
import software.amazon.awssdk.retries.StandardRetryStrategy;
import software.amazon.awssdk.retries.api.BackoffStrategy;
import software.amazon.awssdk.services.s3.LegacyMd5Plugin;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;

/** Opens targets in S3, in stores that are compatible, and in Google Cloud Storage by its XML interface with HMAC keys. */
public final class S3Stores implements ObjectStores {
    private static final URI GOOGLE = URI.create("https://storage.googleapis.com");
    private static final int UNIQUE_BYTES = 16;

    private final Transfer transfer;
    private final SecureRandom random = new SecureRandom();

    /** Called by the service loader. */
    public S3Stores() {
        this(Transfer.DEFAULT);
    }

    S3Stores(Transfer transfer) {
        this.transfer = transfer;
    }

    @Override
    public BackupTarget open(ObjectStoreAddress address, Access access, Disk disk) throws IOException {
        boolean isGoogle = address.scheme() == ObjectStoreAddress.Scheme.GS;
        Optional<URI> endpoint = access.endpoint().isEmpty() && isGoogle ? Optional.of(GOOGLE) : access.endpoint();
        S3ClientBuilder client = S3Client.builder()
                .credentialsProvider(credentials(access.credentials()))
                .region(region(access, endpoint, isGoogle))
                .forcePathStyle(access.isPathStyle() || isGoogle)
                .httpClient(http(endpoint))
                .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
                // Stores other than Amazon's know no other sum for requests that need one.
                .addPlugin(LegacyMd5Plugin.create())
                // Not all stores know the encoding in chunks; a body is sent as it is.
                .serviceConfiguration(
                        service -> service.chunkedEncodingEnabled(false).expectContinueEnabled(false))
                .overrideConfiguration(
                        settings -> settings.retryStrategy(retries()).apiCallTimeout(transfer.patience()));
        endpoint.ifPresent(client::endpointOverride);
        if (isGoogle) {
            client.putAuthScheme(new GoogleSigner.Scheme());
        }
        String store = endpoint.map(URI::toString).orElse("Amazon S3");
        Bucket bucket =
                new Bucket(client.build(), address, isGoogle ? Conditions.GOOGLE : Conditions.S3, transfer, store);
        ObjectKeys keys = new ObjectKeys(address.prefix().isEmpty() ? "" : address.prefix() + "/");
        return new ObjectStoreTarget(bucket, keys, LeaseHost.current(disk), InstantSource.system(), this::randomBytes);
    }

    private SdkHttpClient http(Optional<URI> endpoint) {
        UrlConnectionHttpClient.Builder http = UrlConnectionHttpClient.builder()
                .connectionTimeout(transfer.silence())
                .socketTimeout(transfer.silence());
        if (endpoint.filter(uri -> "http".equalsIgnoreCase(uri.getScheme())).isPresent()) {
            // The certificates that the machine trusts take a tenth of a second to read. Without them no TLS server is
            // trusted.
            http.tlsTrustManagersProvider(() -> new TrustManager[0]);
        }
        return http.build();
    }

    private byte[] randomBytes() {
        byte[] bytes = new byte[UNIQUE_BYTES];
        random.nextBytes(bytes);
        return bytes;
    }

    private StandardRetryStrategy retries() {
        BackoffStrategy backoff = BackoffStrategy.exponentialDelay(transfer.pause(), transfer.longestPause());
        return AwsRetryStrategy.standardRetryStrategy().toBuilder()
                .maxAttempts(transfer.attempts())
                .backoffStrategy(backoff)
                .throttlingBackoffStrategy(backoff)
                .circuitBreakerEnabled(false)
                .retryOnException(S3Stores::isCutOff)
                .build();
    }

    /** Returns whether the document of an answer broke off. Only the bodies of objects have a length that the client checks. */
    private static boolean isCutOff(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof XMLStreamException) {
                return true;
            }
        }
        return false;
    }

    private static Region region(Access access, Optional<URI> endpoint, boolean isGoogle) throws IOException {
        if (access.region().isPresent()) {
            return Region.of(access.region().get());
        }
        if (isGoogle) {
            return Region.of("auto");
        }
        if (endpoint.isPresent()) {
            return Region.US_EAST_1;
        }
        try {
            return new DefaultAwsRegionProviderChain().getRegion();
        } catch (SdkClientException e) {
            throw new IOException(
                    "the region of the bucket is not known; set the region, AWS_REGION or an endpoint", e);
        }
    }

    private static AwsCredentialsProvider credentials(Credentials credentials) throws IOException {
        return switch (credentials) {
            case Usual() -> DefaultCredentialsProvider.builder().build();
            case Profile(String name) -> ProfileCredentialsProvider.create(name);
            case KeyFile(Path file) -> keyFile(file);
        };
    }

    private static AwsCredentialsProvider keyFile(Path file) throws IOException {
        if (!Files.isReadable(file)) {
            throw new IOException(
                    file + ": cannot read this file with an access key; create it or correct the setting");
        }
        try {
            AwsCredentialsProvider provider = ProfileCredentialsProvider.builder()
                    .profileFile(ProfileFile.builder()
                            .content(file)
                            .type(ProfileFile.Type.CREDENTIALS)
                            .build())
                    .profileName("default")
                    .build();
            provider.resolveCredentials();
            return provider;
        } catch (SdkClientException | IllegalArgumentException e) {
            throw new IOException(
                    file + ": not a file with an access key; it needs the lines [default], aws_access_key_id = ... and"
                            + " aws_secret_access_key = ...",
                    e);
        }
    }
}
