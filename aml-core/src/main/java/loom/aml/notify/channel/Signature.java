package loom.aml.notify.channel;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signs messages: {@code sha256=} and the hex digits of the HMAC-SHA256 of the body.
 *
 * @param key the key; empty for unsigned messages
 */
record Signature(String key) {
    static final Signature NONE = new Signature("");

    private static final String ALGORITHM = "HmacSHA256";

    Optional<String> of(byte[] body) throws IOException {
        if (key.isEmpty()) {
            return Optional.empty();
        }
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), ALGORITHM));
            return Optional.of("sha256=" + HexFormat.of().formatHex(mac.doFinal(body)));
        } catch (GeneralSecurityException e) {
            throw new IOException("this Java has no " + ALGORITHM, e);
        }
    }

    @Override
    public String toString() {
        return "Signature";
    }
}
