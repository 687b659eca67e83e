package loom.aml.server.http;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** A request to the host, and its answer. Used by one thread. */
public final class HttpCall {
    /** A client that sends more than this beyond the limit is cut off; one that sends less reads the refusal. */
    private static final int DRAINED = 16 << 20;

    private static final int PIECE = 64 << 10;

    private final HttpExchange exchange;
    private final RequestTarget target;
    private final ClientWrites writes;
    private Caller caller = Caller.ANONYMOUS;
    private boolean isBegun;

    HttpCall(HttpExchange exchange, RequestTarget target, ClientWrites writes) {
        this.exchange = exchange;
        this.target = target;
        this.writes = writes;
    }

    public String method() {
        return exchange.getRequestMethod();
    }

    /** Returns whether the method promises to change nothing. */
    public boolean isSafe() {
        return switch (method()) {
            case "GET", "HEAD", "OPTIONS" -> true;
            default -> false;
        };
    }

    /** Returns the path as it was sent, with its escapes. */
    public String path() {
        return target.path();
    }

    /** Returns the decoded segments of the path below a mount. None of them leads to a parent. */
    public List<String> segmentsBelow(String mount) {
        return target.segmentsBelow(mount);
    }

    /** Returns the decoded query. */
    public QueryParameters query() {
        return target.query();
    }

    public Headers headers() {
        return exchange.getRequestHeaders();
    }

    /**
     * Returns whether the client has a version already, so that status 304 is enough.
     *
     * @param tag the tag of the version, without quotation marks
     */
    public boolean isKnown(String tag) {
        return header("If-None-Match").stream()
                .flatMap(header -> Arrays.stream(header.split(",", -1)))
                .map(each -> each.strip().replaceFirst("^W/", ""))
                .anyMatch(each -> each.equals("*") || each.equals('"' + tag + '"'));
    }

    /** Returns the first value of a request header. */
    public Optional<String> header(String name) {
        return Optional.ofNullable(headers().getFirst(name));
    }

    public Caller caller() {
        return caller;
    }

    void identify(Caller identified) {
        caller = identified;
    }

    String remoteHost() {
        return exchange.getRemoteAddress().getAddress().getHostAddress();
    }

    /**
     * Reads the body.
     *
     * @param limit the maximum size in bytes
     * @throws HttpFailure if it is larger
     */
    public byte[] body(int limit) throws IOException, HttpFailure {
        InputStream in = exchange.getRequestBody();
        byte[] body = in.readNBytes(limit + 1);
        if (body.length > limit) {
            drain(in);
            throw new HttpFailure(413, "the body must not be longer than " + limit + " bytes");
        }
        return body;
    }

    /** A client that is still sending would see a broken connection instead of the answer. */
    private static void drain(InputStream in) throws IOException {
        byte[] piece = new byte[PIECE];
        int drained = 0;
        int read = in.read(piece);
        while (read >= 0 && drained < DRAINED) {
            drained += read;
            read = in.read(piece);
        }
    }

    /**
     * Sets a header of the answer.
     *
     * @throws IllegalArgumentException if the value contains a line break
     */
    public void set(String header, String value) {
        exchange.getResponseHeaders().set(header, value);
    }

    /** Answers without a body. */
    public void answer(int status) throws IOException {
        isBegun = true;
        exchange.sendResponseHeaders(status, -1);
    }

    /** Answers with a body; its bytes are omitted for HEAD. */
    public void answer(int status, HttpBody body) throws IOException {
        isBegun = true;
        set("Content-Type", body.type());
        if (method().equals("HEAD")) {
            set("Content-Length", String.valueOf(body.bytes().length));
            exchange.sendResponseHeaders(status, -1);
            return;
        }
        exchange.sendResponseHeaders(status, body.bytes().length == 0 ? -1 : body.bytes().length);
        try (OutputStream out = writes.guarded(exchange.getResponseBody())) {
            out.write(body.bytes());
        }
    }

    /** Answers with a body whose length is not known in advance. */
    public OutputStream stream(int status, String type) throws IOException {
        isBegun = true;
        set("Content-Type", type);
        exchange.sendResponseHeaders(status, 0);
        return writes.guarded(exchange.getResponseBody());
    }

    /** Answers with a stream of events. */
    public EventStream events() throws IOException {
        set("Cache-Control", "no-cache, no-store");
        set("X-Accel-Buffering", "no");
        return new EventStream(stream(200, "text/event-stream"));
    }

    /** Returns whether the answer has begun, so that its status can no longer be chosen. */
    public boolean isBegun() {
        return isBegun;
    }
}
