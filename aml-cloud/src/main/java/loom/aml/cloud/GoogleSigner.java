package loom.aml.cloud;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import loom.aml.io.Sha256;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.scheme.AwsV4AuthScheme;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.AsyncSignRequest;
import software.amazon.awssdk.http.auth.spi.signer.AsyncSignedRequest;
import software.amazon.awssdk.http.auth.spi.signer.HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.SignRequest;
import software.amazon.awssdk.http.auth.spi.signer.SignedRequest;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.identity.spi.IdentityProvider;
import software.amazon.awssdk.identity.spi.IdentityProviders;

/**
 * Signs conditional requests in Google's own form ({@code GOOG4-HMAC-SHA256}), and all others in that of Amazon, which Google accepts too.
 * Google refuses a request with {@code x-goog-} and {@code x-amz-} headers. Thread-safe.
 */
final class GoogleSigner implements AwsV4HttpSigner {
    private static final String ALGORITHM = "GOOG4-HMAC-SHA256";
    private static final String SCOPE = "/auto/storage/goog4_request";
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final int DATE_LENGTH = 8;

    private final AwsV4HttpSigner amazon = AwsV4HttpSigner.create();

    /** The scheme of Amazon with this signer. */
    static final class Scheme implements AwsV4AuthScheme {
        private final GoogleSigner signer = new GoogleSigner();

        @Override
        public String schemeId() {
            return AwsV4AuthScheme.SCHEME_ID;
        }

        @Override
        public IdentityProvider<AwsCredentialsIdentity> identityProvider(IdentityProviders providers) {
            return providers.identityProvider(AwsCredentialsIdentity.class);
        }

        @Override
        public AwsV4HttpSigner signer() {
            return signer;
        }
    }

    @Override
    public SignedRequest sign(SignRequest<? extends AwsCredentialsIdentity> request) {
        if (request.request().firstMatchingHeader(Conditions.GENERATION_MATCH).isEmpty()) {
            return amazon.sign(request);
        }
        String payload = request.payload()
                .map(content -> hash(content.newStream()))
                .orElseGet(() -> Sha256.of(new byte[0]).hex());
        Clock clock = request.hasProperty(HttpSigner.SIGNING_CLOCK)
                ? request.property(HttpSigner.SIGNING_CLOCK)
                : Clock.systemUTC();
        return SignedRequest.builder()
                .request(sign(request.request(), request.identity(), payload, TIME.format(clock.instant())))
                .payload(request.payload().orElse(null))
                .build();
    }

    @Override
    public CompletableFuture<AsyncSignedRequest> signAsync(AsyncSignRequest<? extends AwsCredentialsIdentity> request) {
        return amazon.signAsync(request);
    }

    private static String hash(InputStream payload) {
        try (payload) {
            return Sha256.of(payload.readAllBytes()).hex();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static SdkHttpRequest sign(
            SdkHttpRequest request, AwsCredentialsIdentity identity, String payload, String time) {
        SdkHttpRequest.Builder signed = request.toBuilder();
        for (String header : List.copyOf(request.headers().keySet())) {
            if (header.toLowerCase(Locale.ROOT).startsWith("x-amz-")) {
                signed.removeHeader(header);
            }
        }
        boolean isUsualPort = request.port() == 443 || request.port() == 80;
        signed.putHeader("Host", isUsualPort ? request.host() : request.host() + ":" + request.port());
        signed.putHeader("x-goog-date", time);
        signed.putHeader("x-goog-content-sha256", payload);
        Map<String, String> headers = new TreeMap<>();
        signed.headers().forEach((name, values) -> {
            String lower = name.toLowerCase(Locale.ROOT);
            if (lower.equals("host") || lower.startsWith("x-goog-") || lower.equals("content-md5")) {
                headers.put(lower, String.join(",", values).strip());
            }
        });
        String names = String.join(";", headers.keySet());
        String canonical = request.method() + "\n"
                + request.encodedPath() + "\n"
                + query(request) + "\n"
                + headers.entrySet().stream()
                        .map(header -> header.getKey() + ":" + header.getValue() + "\n")
                        .collect(Collectors.joining())
                + "\n" + names + "\n" + payload;
        String date = time.substring(0, DATE_LENGTH);
        String toSign = ALGORITHM + "\n" + time + "\n" + date + SCOPE + "\n"
                + Sha256.of(bytes(canonical)).hex();
        byte[] key = bytes("GOOG4" + identity.secretAccessKey());
        for (String part : (date + SCOPE).split("/")) {
            key = hmac(key, part);
        }
        String signature = HexFormat.of().formatHex(hmac(key, toSign));
        return signed.putHeader(
                        "Authorization",
                        ALGORITHM + " Credential=" + identity.accessKeyId() + "/" + date + SCOPE + ", SignedHeaders="
                                + names + ", Signature=" + signature)
                .build();
    }

    private static String query(SdkHttpRequest request) {
        return request.encodedQueryParameters().orElse("");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] hmac(byte[] key, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(bytes(text));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
