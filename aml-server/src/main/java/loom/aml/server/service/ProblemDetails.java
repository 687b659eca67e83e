package loom.aml.server.service;

import loom.aml.json.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * Why a call has no result, in the form of RFC 9457.
 *
 * @param status the HTTP status
 * @param error a stable word; programs check it
 * @param detail the reason and the remedy, for people
 * @param more further fields of the document
 */
public record ProblemDetails(int status, String error, String detail, JsonObject more) {

    public ProblemDetails(int status, String error, String detail) {
        this(status, error, detail, JsonObject.builder().build());
    }

    public ProblemDetails withStatus(int other) {
        return new ProblemDetails(other, error, detail, more);
    }

    /** Adds a field to the document. */
    public ProblemDetails with(String key, @Nullable Object value) {
        return new ProblemDetails(
                status,
                error,
                detail,
                JsonObject.builder().putAll(more).putValue(key, value).build());
    }

    public JsonObject toJson() {
        return JsonObject.builder()
                .put("type", "urn:aml:problem:" + error)
                .put("title", error.replace('_', ' '))
                .put("status", status)
                .put("detail", detail)
                .put("error", error)
                .putAll(more)
                .build();
    }
}
