package loom.aml.server.mcp;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import loom.aml.json.JsonObject;
import loom.aml.json.JsonSyntaxException;
import loom.aml.server.rpc.Request;
import loom.aml.server.rpc.RpcException;
import org.jspecify.annotations.Nullable;

/**
 * Seals the answers of a client, which keeps them between two attempts at the same request.
 *
 * <pre>
 * base64url({"expires": SECONDS, "answers": {KEY: ANSWER, ...}}) "." base64url(HMAC-SHA-256(the object, the request))
 * </pre>
 *
 * The key is created once per process. A state is rejected if it was modified, after ten minutes, and for any other request, that
 * is, one with another method, name, URI or arguments.
 */
final class RequestState {
    private static final Duration LIFETIME = Duration.ofMinutes(10);
    private static final String ALGORITHM = "HmacSHA256";

    private final InstantSource clock;
    private @Nullable SecretKeySpec key;

    RequestState(InstantSource clock) {
        this.clock = clock;
    }

    String seal(Map<String, JsonObject> answers, Request request) {
        JsonObject.Builder given = JsonObject.builder();
        answers.forEach(given::put);
        byte[] payload = JsonObject.builder()
                .put("expires", clock.instant().plus(LIFETIME).getEpochSecond())
                .put("answers", given.build())
                .build()
                .toUtf8();
        Base64.Encoder encoder = Base64.getUrlEncoder().withoutPadding();
        return encoder.encodeToString(payload) + '.' + encoder.encodeToString(signature(payload, request));
    }

    /** @throws RpcException if the state was not sealed for this request or has expired */
    Map<String, JsonObject> open(String state, Request request) throws RpcException {
        JsonObject payload = verified(state, request);
        if (payload.number("expires") < clock.instant().getEpochSecond()) {
            throw RpcException.invalidParams("\"requestState\" has expired: repeat the request without it");
        }
        Map<String, JsonObject> answers = new LinkedHashMap<>();
        payload.object("answers")
                .ifPresent(given ->
                        given.keys().forEach(name -> given.object(name).ifPresent(each -> answers.put(name, each))));
        return answers;
    }

    private JsonObject verified(String state, Request request) throws RpcException {
        int dot = state.indexOf('.');
        try {
            byte[] payload = Base64.getUrlDecoder().decode(state.substring(0, Math.max(dot, 0)));
            byte[] signature = Base64.getUrlDecoder().decode(state.substring(dot + 1));
            if (MessageDigest.isEqual(signature, signature(payload, request))) {
                return JsonObject.parse(payload);
            }
        } catch (IllegalArgumentException | JsonSyntaxException e) {
            // Rejected like a wrong signature.
        }
        throw RpcException.invalidParams("\"requestState\" is invalid for this request");
    }

    private byte[] signature(byte[] payload, Request request) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key());
            mac.update(ByteBuffer.allocate(Integer.BYTES).putInt(payload.length).array());
            mac.update(payload);
            mac.update(identity(request).getBytes(StandardCharsets.UTF_8));
            return mac.doFinal();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has " + ALGORITHM, e);
        }
    }

    private synchronized SecretKeySpec key() {
        if (key == null) {
            byte[] random = new byte[32];
            new SecureRandom().nextBytes(random);
            key = new SecretKeySpec(random, ALGORITHM);
        }
        return key;
    }

    /** Returns the identity of a request, which excludes its id and the order of keys. */
    private static String identity(Request request) {
        StringBuilder text = new StringBuilder(request.method());
        for (String part : List.of("name", "uri", "arguments")) {
            canonical(request.params().value(part), text.append('\n'));
        }
        return text.toString();
    }

    private static void canonical(@Nullable Object value, StringBuilder text) {
        if (value instanceof JsonObject object) {
            text.append('{');
            for (String name : new TreeSet<>(object.keys())) {
                canonical(
                        object.value(name), text.append(JsonObject.quoted(name)).append(':'));
                text.append(',');
            }
            text.append('}');
        } else if (value instanceof List<?> list) {
            text.append('[');
            list.forEach(each -> {
                canonical(each, text);
                text.append(',');
            });
            text.append(']');
        } else {
            text.append(value instanceof String string ? JsonObject.quoted(string) : value);
        }
    }
}
