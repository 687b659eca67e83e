package loom.aml.notify.channel;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import loom.aml.json.JsonObject;
import loom.aml.notify.Channel;
import loom.aml.notify.Notice;

/** Posts notices as a JSON document. */
public final class WebhookChannel implements Channel {
    private static final Pattern TOPIC = Pattern.compile("[-_A-Za-z0-9]{1,64}");

    /** The characters that a header can hold. The HTTP client quotes a value with others in its exception. */
    private static final Pattern TOKEN = Pattern.compile("[!-~]*");

    private final URI address;
    private final Payload payload;
    private final Signature signature;
    private final String token;
    private final Duration timeout;

    /**
     * @param signature signs the body
     * @param token the token of the header {@code Authorization}; empty for none
     */
    private WebhookChannel(String address, Payload payload, Signature signature, String token, Duration timeout)
            throws IOException {
        this.address = parsed(address);
        this.payload = payload;
        this.signature = signature;
        this.token = token;
        this.timeout = timeout;
    }

    /**
     * Returns the channel of a program that takes aml's own documents, one for each notice.
     *
     * @param key the key of the signature; empty for none
     */
    public static WebhookChannel ofProgram(String address, String key, Duration timeout) throws IOException {
        return new WebhookChannel(
                address, (store, notices) -> notices.getFirst().toJson(store), new Signature(key), "", timeout);
    }

    /** Returns the channel of a service that takes documents of its own. */
    public static WebhookChannel ofService(String address, Payload payload, Duration timeout) throws IOException {
        return new WebhookChannel(address, payload, Signature.NONE, "", timeout);
    }

    /**
     * Returns the channel of a topic of ntfy.
     *
     * @param topicAddress the address of the topic, such as {@code https://ntfy.sh/topic}
     * @param token an access token; empty for none
     */
    public static WebhookChannel ofNtfy(String topicAddress, String token, Duration timeout) throws IOException {
        if (!TOKEN.matcher(token).matches()) {
            throw new IOException("the token must consist of printable ASCII characters without spaces");
        }
        URI topic = parsed(topicAddress);
        String path = topic.getRawPath();
        String name = path.substring(path.lastIndexOf('/') + 1);
        if (!TOPIC.matcher(name).matches()) {
            throw new IOException("the address must end with a topic of letters, digits, '-' and '_'");
        }
        String root =
                topic.resolve(path.substring(0, path.lastIndexOf('/') + 1)).toString();
        return new WebhookChannel(root, new NtfyPayload(name), Signature.NONE, token, timeout);
    }

    private static URI parsed(String address) throws IOException {
        try {
            URI parsed = URI.create(address);
            if (("http".equalsIgnoreCase(parsed.getScheme()) || "https".equalsIgnoreCase(parsed.getScheme()))
                    && parsed.getHost() != null
                    && parsed.getUserInfo() == null) {
                return parsed;
            }
        } catch (IllegalArgumentException e) {
            // The message of the exception contains the address, which may be secret.
        }
        throw new IOException("the address is not an http or https address without a user");
    }

    @Override
    public void send(String store, List<Notice> notices) throws IOException, InterruptedException {
        JsonObject document = payload.of(store, notices);
        byte[] body = document.toUtf8();
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Content-Type", "application/json");
        headers.put("User-Agent", "aml");
        signature.of(body).ifPresent(value -> headers.put("X-Aml-Signature", value));
        if (!token.isEmpty()) {
            headers.put("Authorization", "Bearer " + token);
        }
        HttpPost.send(address, headers, body, timeout);
    }
}
