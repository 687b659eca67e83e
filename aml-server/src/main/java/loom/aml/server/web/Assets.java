package loom.aml.server.web;

import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Objects;
import loom.aml.server.http.Endpoint;
import loom.aml.server.http.HttpBody;
import loom.aml.server.http.HttpCall;
import loom.aml.server.http.HttpFailure;

/** The style sheets and scripts of the pages, which contain nothing of a store. Only listed files are served. */
public final class Assets implements Endpoint {
    /** The path of the files. */
    public static final String PATH = "/assets";

    private static final Map<String, String> TYPES = Map.of("/assets/aml.css", "text/css; charset=utf-8");

    @Override
    public void handle(HttpCall call) throws IOException, HttpFailure {
        String type = TYPES.get(call.path());
        if (type == null) {
            throw new HttpFailure(404, "not found");
        }
        if (!call.isSafe()) {
            throw new HttpFailure(405, "method not allowed: " + call.method()).with("Allow", "GET, HEAD");
        }
        String file = call.path().substring(PATH.length() + 1);
        try (InputStream in = Objects.requireNonNull(Assets.class.getResourceAsStream(file), file)) {
            call.set("Cache-Control", "private, max-age=300");
            call.answer(200, new HttpBody(type, in.readAllBytes()));
        }
    }

    @Override
    public HttpBody explain(HttpFailure failure) {
        return HttpBody.text(failure.message());
    }

    @Override
    public void close() {
        // Has no streams.
    }
}
