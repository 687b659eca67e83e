package loom.aml.server.http;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Address, access and limits of the HTTP endpoint.
 *
 * @param address the address to listen on; port 0 selects a free port
 * @param path the path of the endpoint
 * @param hosts accepted host names in addition to those of the loopback interface
 * @param token the required bearer token, or null for none
 * @param requestLimit the maximum size of a request, in bytes
 * @param requestsPerSecond the sustained request rate; bursts may be twice as large
 * @param sessionLimit the maximum number of sessions; a new one replaces the longest idle
 * @param sessionIdle the idle time after which a session expires
 */
public record HttpOptions(
        InetSocketAddress address,
        String path,
        Set<String> hosts,
        @Nullable String token,
        int requestLimit,
        int requestsPerSecond,
        int sessionLimit,
        Duration sessionIdle) {
    public HttpOptions {
        hosts = Set.copyOf(hosts);
        if (token == null && !address.getAddress().isLoopbackAddress()) {
            throw new IllegalArgumentException(
                    "a token is required to listen on " + address.getAddress().getHostAddress());
        }
        if (token != null && token.isBlank()) {
            throw new IllegalArgumentException("the token is empty");
        }
    }

    /** Returns the defaults for the loopback interface. */
    public static HttpOptions loopback(int port) {
        return new HttpOptions(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
                "/mcp",
                Set.of(),
                null,
                4 << 20,
                500,
                256,
                Duration.ofMinutes(30));
    }

    public HttpOptions withToken(String secret) {
        return new HttpOptions(
                address, path, hosts, secret, requestLimit, requestsPerSecond, sessionLimit, sessionIdle);
    }

    Optional<String> requiredToken() {
        return Optional.ofNullable(token);
    }
}
