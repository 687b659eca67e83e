package loom.aml.server.http;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The token of a host, and the secrets derived from it. Whoever has the token can do everything; a cookie does the same for
 * pages of the host, and expires; the token for metrics opens nothing else. None of them reveals the token, and a new token ends
 * them all. Thread-safe.
 *
 * <pre>
 * cookie   base64url of   0  8 bytes   end of validity in seconds since 1970
 *                         8  16 bytes  random
 *                        24  32 bytes  HMAC-SHA256 of the above
 * </pre>
 */
public final class Credentials {
    /** The time after which a browser must sign in again. */
    public static final Duration COOKIE = Duration.ofDays(7);

    /** The path at which a host proves that it knows the token; the parameter {@code nonce} is new for each proof. */
    public static final String PROOF_PATH = "/proof";

    private static final int RANDOM_BYTES = 16;
    private static final int SIGNED_BYTES = Long.BYTES + RANDOM_BYTES;
    private static final int MAC_BYTES = 32;
    private static final String ALGORITHM = "HmacSHA256";
    private static final SecureRandom RANDOM = new SecureRandom();

    private final byte[] token;
    private final SecretKeySpec cookieKey;
    private final SecretKeySpec proofKey;
    private final String metricsToken;
    private final InstantSource clock;
    private final SignInCodes codes;

    /** @param token the secret that programs present */
    public Credentials(String token, InstantSource clock) {
        if (token.isBlank()) {
            throw new IllegalArgumentException("the token is empty");
        }
        this.token = token.getBytes(StandardCharsets.UTF_8);
        this.clock = clock;
        this.codes = new SignInCodes(clock);
        this.cookieKey = derived(token, "aml cookie");
        this.proofKey = derived(token, "aml proof");
        this.metricsToken = metricsTokenOf(token);
    }

    private static SecretKeySpec derived(String token, String purpose) {
        SecretKeySpec key = new SecretKeySpec(token.getBytes(StandardCharsets.UTF_8), ALGORITHM);
        return new SecretKeySpec(mac(key, purpose.getBytes(StandardCharsets.UTF_8)), ALGORITHM);
    }

    /**
     * Returns the proof that the host at an address knows this token. It reveals nothing about the token.
     *
     * @param nonce chosen at random by the program that asks
     * @param url the beginning of the addresses of the host
     */
    public String proof(String nonce, String url) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(mac(proofKey, (nonce + "\n" + url).getBytes(StandardCharsets.UTF_8)));
    }

    /** Returns whether a proof is right, in constant time. */
    public boolean isProof(String given, String nonce, String url) {
        return MessageDigest.isEqual(
                given.getBytes(StandardCharsets.UTF_8), proof(nonce, url).getBytes(StandardCharsets.UTF_8));
    }

    /** Returns a new secret of 256 random bits, in characters that need no escape anywhere. */
    public static String newToken() {
        byte[] bytes = new byte[32];
        RANDOM.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** Returns the codes that a browser exchanges for a cookie. */
    public SignInCodes codes() {
        return codes;
    }

    /** Compares in constant time. */
    boolean isToken(String given) {
        return MessageDigest.isEqual(given.getBytes(StandardCharsets.UTF_8), token);
    }

    /** Returns the token for programs that read the metrics of a host, and nothing else. */
    public static String metricsTokenOf(String token) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(derived(token, "aml metrics").getEncoded());
    }

    /** Compares in constant time. */
    boolean isMetricsToken(String given) {
        return MessageDigest.isEqual(
                given.getBytes(StandardCharsets.UTF_8), metricsToken.getBytes(StandardCharsets.UTF_8));
    }

    String newCookie() {
        byte[] random = new byte[RANDOM_BYTES];
        RANDOM.nextBytes(random);
        byte[] signed = ByteBuffer.allocate(SIGNED_BYTES)
                .putLong(clock.instant().plus(COOKIE).getEpochSecond())
                .put(random)
                .array();
        byte[] all = Arrays.copyOf(signed, SIGNED_BYTES + MAC_BYTES);
        System.arraycopy(mac(cookieKey, signed), 0, all, SIGNED_BYTES, MAC_BYTES);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(all);
    }

    /** Returns whether a cookie was issued under this token and is still valid. */
    boolean isCookie(String given) {
        byte[] all;
        try {
            all = Base64.getUrlDecoder().decode(given);
        } catch (IllegalArgumentException e) {
            return false;
        }
        if (all.length != SIGNED_BYTES + MAC_BYTES) {
            return false;
        }
        byte[] signed = Arrays.copyOf(all, SIGNED_BYTES);
        byte[] mac = Arrays.copyOfRange(all, SIGNED_BYTES, all.length);
        return MessageDigest.isEqual(mac(cookieKey, signed), mac)
                && clock.instant()
                        .isBefore(Instant.ofEpochSecond(ByteBuffer.wrap(signed).getLong()));
    }

    private static byte[] mac(SecretKeySpec key, byte[] text) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return mac.doFinal(text);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(ALGORITHM + " is missing", e);
        }
    }
}
