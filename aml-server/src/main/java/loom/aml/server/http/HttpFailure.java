package loom.aml.server.http;

import java.util.LinkedHashMap;
import java.util.Map;

/** Thrown to answer a call with an error. The endpoint chooses the form of the answer. */
public final class HttpFailure extends Exception {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final transient Map<String, String> headers = new LinkedHashMap<>();

    /**
     * @param status the HTTP status
     * @param message the reason, for the caller; reveals nothing that the caller may not know
     */
    public HttpFailure(int status, String message) {
        super(message, null, false, false);
        this.status = status;
    }

    /** Adds a header to the answer. */
    public HttpFailure with(String header, String value) {
        headers.put(header, value);
        return this;
    }

    public int status() {
        return status;
    }

    public String message() {
        return String.valueOf(getMessage());
    }

    /** Returns the headers of the answer. */
    public Map<String, String> headers() {
        return Map.copyOf(headers);
    }
}
