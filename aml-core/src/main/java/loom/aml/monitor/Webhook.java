package loom.aml.monitor;

import java.io.IOException;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import loom.aml.json.JsonObject;

/**
 * Posts the message as JSON. With a key, the header {@code X-Aml-Signature} contains {@code sha256=} and the hex digits
 * of the HMAC-SHA256 of the body. Redirects are not followed, because they would send the message elsewhere.
 */
public final class Webhook implements AlertHook {
    private static final String ALGORITHM = "HmacSHA256";
    private static final int TOO_MANY_REQUESTS = 429;

    private final URI address;
    private final String key;
    private final Duration timeout;

    /**
     * @param key the key of the signature; empty for unsigned messages
     * @throws IllegalArgumentException if the address is not an http or https address
     */
    public Webhook(String address, String key, Duration timeout) {
        this.address = URI.create(address);
        if (!"http".equals(this.address.getScheme()) && !"https".equals(this.address.getScheme())
                || this.address.getHost() == null) {
            throw new IllegalArgumentException("alerts.webhook must be an http or https address");
        }
        this.key = key;
        this.timeout = timeout;
    }

    /** Returns the address without the parts that may be secret. */
    @Override
    public String name() {
        return "webhook " + address.getScheme() + "://" + address.getHost();
    }

    @Override
    public void deliver(JsonObject message) throws IOException {
        byte[] body = message.toString().getBytes(StandardCharsets.UTF_8);
        HttpURLConnection connection = (HttpURLConnection) address.toURL().openConnection();
        try {
            connection.setConnectTimeout((int) timeout.toMillis());
            connection.setReadTimeout((int) timeout.toMillis());
            connection.setInstanceFollowRedirects(false);
            connection.setUseCaches(false);
            connection.setRequestMethod("POST");
            connection.setDoOutput(true);
            connection.setFixedLengthStreamingMode(body.length);
            connection.setRequestProperty("Content-Type", "application/json");
            connection.setRequestProperty("User-Agent", "aml");
            if (!key.isEmpty()) {
                connection.setRequestProperty("X-Aml-Signature", "sha256=" + signature(body));
            }
            try (OutputStream out = connection.getOutputStream()) {
                out.write(body);
            }
            int status = connection.getResponseCode();
            if (status < 200 || status > 299) {
                throw refusal(status);
            }
        } finally {
            connection.disconnect();
        }
    }

    private static IOException refusal(int status) {
        String what = "the server answered with status " + status;
        boolean isForGood = status >= 300
                && status < 500
                && status != HttpURLConnection.HTTP_CLIENT_TIMEOUT
                && status != TOO_MANY_REQUESTS;
        return isForGood ? new RefusedException(what) : new IOException(what);
    }

    private String signature(byte[] body) throws IOException {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), ALGORITHM));
            return HexFormat.of().formatHex(mac.doFinal(body));
        } catch (GeneralSecurityException e) {
            throw new IOException("this Java has no " + ALGORITHM, e);
        }
    }
}
