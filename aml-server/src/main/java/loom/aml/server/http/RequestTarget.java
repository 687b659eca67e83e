package loom.aml.server.http;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * The path and the query of a request. A path is split before it is decoded, so that an escaped slash separates nothing.
 *
 * @param path the path with its escapes
 */
record RequestTarget(String path, List<String> segments, QueryParameters query) {
    static final RequestTarget ROOT = new RequestTarget("/", List.of(""), QueryParameters.parse(""));

    /**
     * Decodes the target of a request.
     *
     * @throws HttpFailure if it leads to a parent, contains control characters, or is not valid
     */
    static RequestTarget of(URI uri) throws HttpFailure {
        String path = Objects.requireNonNullElse(uri.getRawPath(), "");
        if (!path.startsWith("/")) {
            throw new HttpFailure(400, "the path must begin with a slash");
        }
        try {
            List<String> segments = new ArrayList<>();
            for (String segment : path.substring(1).split("/", -1)) {
                segments.add(decoded(segment));
            }
            return new RequestTarget(
                    path,
                    List.copyOf(segments),
                    QueryParameters.parse(Objects.requireNonNullElse(uri.getRawQuery(), "")));
        } catch (IllegalArgumentException e) {
            throw new HttpFailure(400, "the request target has an invalid escape");
        }
    }

    private static String decoded(String segment) throws HttpFailure {
        // A plus sign is a blank in queries only.
        String text = URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8);
        if (text.equals(".") || text.equals("..")) {
            throw new HttpFailure(400, "a path must not contain . or ..");
        }
        if (text.chars().anyMatch(Character::isISOControl)) {
            throw new HttpFailure(400, "a path must not contain control characters");
        }
        return text;
    }

    List<String> segmentsBelow(String mount) {
        int depth = (int) mount.chars().filter(c -> c == '/').count();
        return mount.equals("/") ? segments : segments.subList(depth, segments.size());
    }
}
