package loom.aml.server.page;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.zip.GZIPOutputStream;
import loom.aml.io.Sha256;
import loom.aml.server.http.Endpoint;
import loom.aml.server.http.HttpBody;
import loom.aml.server.http.HttpCall;
import loom.aml.server.http.HttpFailure;

/**
 * The style sheet, the scripts and the icon, which contain nothing of a store. Their addresses contain a checksum of all of them,
 * so that browsers may keep them for good.
 */
public final class Assets implements Endpoint {
    /** The path of the files. */
    public static final String PATH = "/assets";

    private static final Map<String, String> TYPES = Map.of(
            "aml.css", "text/css; charset=utf-8",
            "theme.js", "text/javascript; charset=utf-8",
            "aml.js", "text/javascript; charset=utf-8",
            "map.js", "text/javascript; charset=utf-8",
            "icon.svg", "image/svg+xml");

    private static final int DIGITS = 12;

    private final Map<String, HttpBody> packed = new LinkedHashMap<>();
    private final String fingerprint;

    public Assets() {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (String name : TYPES.keySet().stream().sorted().toList()) {
            byte[] bytes = read(name);
            all.writeBytes(bytes);
            packed.put(name, new HttpBody(TYPES.getOrDefault(name, ""), gzip(bytes)));
        }
        fingerprint = Sha256.of(all.toByteArray()).hex().substring(0, DIGITS);
    }

    private static byte[] read(String name) {
        try (InputStream in = Objects.requireNonNull(Assets.class.getResourceAsStream(name), name)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static byte[] gzip(byte[] bytes) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    /** Returns the beginning of the addresses of all files. */
    String base() {
        return PATH + "/" + fingerprint + "/";
    }

    @Override
    public void handle(HttpCall call) throws IOException, HttpFailure {
        if (!call.isSafe()) {
            throw new HttpFailure(405, "method not allowed: " + call.method()).with("Allow", "GET, HEAD");
        }
        List<String> segments = call.segmentsBelow(PATH);
        HttpBody body =
                segments.size() == 2 && segments.getFirst().equals(fingerprint) ? packed.get(segments.getLast()) : null;
        if (body == null) {
            throw new HttpFailure(404, "not found");
        }
        call.set("Cache-Control", "private, max-age=31536000, immutable");
        call.set("ETag", '"' + fingerprint + '"');
        if (call.isKnown(fingerprint)) {
            call.answer(304);
            return;
        }
        call.set("Content-Encoding", "gzip");
        call.answer(200, body);
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
