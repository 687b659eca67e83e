package loom.aml.server.rest;

import java.util.LinkedHashMap;
import java.util.Map;
import loom.aml.json.JsonObject;
import loom.aml.server.http.HttpBody;
import org.jspecify.annotations.Nullable;

/** An error answer, as RFC 9457 defines it. Thrown to send it. */
final class Problem extends Exception {
    private static final long serialVersionUID = 1L;

    private static final String TYPE = "application/problem+json";

    private final int status;
    private final String error;
    private final transient JsonObject.Builder more = JsonObject.builder();
    private final transient Map<String, String> headers = new LinkedHashMap<>();

    /**
     * @param error a stable word; programs check it
     * @param detail the reason and the remedy, for people
     */
    Problem(int status, String error, String detail) {
        super(detail, null, false, false);
        this.status = status;
        this.error = error;
    }

    /** Creates the answer to a request that does not follow the interface. */
    static Problem usage(String detail) {
        return new Problem(400, "usage", detail);
    }

    /** Adds a field. */
    Problem with(String key, @Nullable Object value) {
        more.putValue(key, value);
        return this;
    }

    Problem withHeader(String name, String value) {
        headers.put(name, value);
        return this;
    }

    int status() {
        return status;
    }

    Map<String, String> headers() {
        return headers;
    }

    JsonObject document() {
        return JsonObject.builder()
                .put("type", "urn:aml:problem:" + error)
                .put("title", error.replace('_', ' '))
                .put("status", status)
                .put("detail", String.valueOf(getMessage()))
                .put("error", error)
                .putAll(more.build())
                .build();
    }

    HttpBody body() {
        return new HttpBody(TYPE, document().toUtf8());
    }
}
