package loom.aml.server.rest;

import java.util.LinkedHashMap;
import java.util.Map;
import loom.aml.server.http.HttpBody;
import loom.aml.server.service.ProblemDetails;
import org.jspecify.annotations.Nullable;

/** An error answer, as RFC 9457 defines it. Thrown to send it. */
final class Problem extends Exception {
    private static final long serialVersionUID = 1L;

    private static final String TYPE = "application/problem+json";

    private transient ProblemDetails details;
    private final transient Map<String, String> headers = new LinkedHashMap<>();

    Problem(ProblemDetails details) {
        super(details.detail(), null, false, false);
        this.details = details;
    }

    /**
     * @param error a stable word; programs check it
     * @param detail the reason and the remedy, for people
     */
    Problem(int status, String error, String detail) {
        this(new ProblemDetails(status, error, detail));
    }

    /** Creates the answer to a request that does not follow the interface. */
    static Problem usage(String detail) {
        return new Problem(400, "usage", detail);
    }

    /** Adds a field. */
    Problem with(String key, @Nullable Object value) {
        details = details.with(key, value);
        return this;
    }

    Problem withHeader(String name, String value) {
        headers.put(name, value);
        return this;
    }

    int status() {
        return details.status();
    }

    Map<String, String> headers() {
        return headers;
    }

    HttpBody body() {
        return new HttpBody(TYPE, details.toJson().toUtf8());
    }
}
