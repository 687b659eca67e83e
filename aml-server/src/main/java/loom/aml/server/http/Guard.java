package loom.aml.server.http;

import com.sun.net.httpserver.Headers;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Checks host, origin, token and rate of each request. Host and origin checks prevent DNS rebinding. */
final class Guard {
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

    private final HttpOptions options;
    private final RateLimit rate;

    Guard(HttpOptions options) {
        this.options = options;
        this.rate = new RateLimit(options.requestsPerSecond());
    }

    void check(Headers headers) throws HttpReply {
        List<String> hosts = headers.getOrDefault("Host", List.of());
        if (hosts.size() != 1 || !isAllowed(hostOf(hosts.getFirst()))) {
            throw new HttpReply(403, "host not allowed: " + String.join(", ", hosts));
        }
        for (String origin : headers.getOrDefault("Origin", List.of())) {
            if (!isAllowed(hostOfOrigin(origin))) {
                throw new HttpReply(403, "origin not allowed: " + origin);
            }
        }
        Optional<String> token = options.requiredToken();
        if (token.isPresent() && !bears(headers, token.get())) {
            throw new HttpReply(401, "a bearer token is required");
        }
        if (!rate.admits()) {
            throw new HttpReply(429, "too many requests");
        }
    }

    private boolean isAllowed(Optional<String> host) {
        return host.filter(name -> LOOPBACK.contains(name) || options.hosts().contains(name))
                .isPresent();
    }

    private static Optional<String> hostOf(String authority) {
        return parsed("http://" + authority)
                .filter(uri -> uri.getUserInfo() == null && uri.getPath().isEmpty())
                .flatMap(Guard::name);
    }

    private static Optional<String> hostOfOrigin(String origin) {
        return parsed(origin).flatMap(Guard::name);
    }

    private static Optional<String> name(URI uri) {
        return Optional.ofNullable(uri.getHost()).map(host -> host.toLowerCase(Locale.ROOT));
    }

    private static Optional<URI> parsed(String text) {
        try {
            return Optional.of(URI.create(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static boolean bears(Headers headers, String token) {
        String given = headers.getFirst("Authorization");
        byte[] expected = ("Bearer " + token).getBytes(StandardCharsets.UTF_8);
        return given != null && MessageDigest.isEqual(given.getBytes(StandardCharsets.UTF_8), expected);
    }
}
