package loom.aml.server.http;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Address, access and limits of the host.
 *
 * @param address the address to listen on; port 0 selects a free port
 * @param names accepted host names in addition to those of the loopback interface; the first one is in the links of a host that
 *     listens on another address than 127.0.0.1 or ::1, which therefore needs one
 * @param credentials the credentials of callers, for mounts that require them; null if none does
 * @param tls the keys of the host; null for plain HTTP, which only the loopback interface may use
 * @param requestsPerSecond the sustained request rate; bursts may be twice as large
 * @param patience how long a client may take to accept 64 kB of an answer
 */
public record HostOptions(
        InetSocketAddress address,
        List<String> names,
        @Nullable Credentials credentials,
        @Nullable SSLContext tls,
        int requestsPerSecond,
        Duration patience) {
    private static final int RATE = 500;
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    public HostOptions {
        names = names.stream().map(name -> name.toLowerCase(Locale.ROOT)).toList();
        boolean isLoopback = address.getAddress().isLoopbackAddress();
        if (credentials == null && !isLoopback) {
            throw new IllegalArgumentException(
                    "a token is required to listen on " + address.getAddress().getHostAddress());
        }
        if (tls == null && !isLoopback) {
            throw new IllegalArgumentException(
                    "TLS is required to listen on " + address.getAddress().getHostAddress());
        }
        if (names.isEmpty() && needsName(address.getAddress())) {
            throw new IllegalArgumentException(
                    "a name is required to listen on " + address.getAddress().getHostAddress());
        }
    }

    /** Returns the defaults for the loopback interface. */
    public static HostOptions loopback(int port) {
        return new HostOptions(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), port), List.of(), null, null, RATE, PATIENCE);
    }

    public HostOptions withAddress(InetSocketAddress other) {
        return new HostOptions(other, names, credentials, tls, requestsPerSecond, patience);
    }

    public HostOptions withNames(List<String> accepted) {
        return new HostOptions(address, accepted, credentials, tls, requestsPerSecond, patience);
    }

    public HostOptions withCredentials(Credentials required) {
        return new HostOptions(address, names, required, tls, requestsPerSecond, patience);
    }

    public HostOptions withTls(SSLContext keys) {
        return new HostOptions(address, names, credentials, keys, requestsPerSecond, patience);
    }

    public HostOptions withRate(int perSecond) {
        return new HostOptions(address, names, credentials, tls, perSecond, patience);
    }

    public HostOptions withPatience(Duration time) {
        return new HostOptions(address, names, credentials, tls, requestsPerSecond, time);
    }

    Optional<Credentials> required() {
        return Optional.ofNullable(credentials);
    }

    /** Returns whether a host that listens on an address needs a name, because it does not accept the address as one. */
    public static boolean needsName(InetAddress address) {
        return HostNames.of(address).isEmpty();
    }

    /** Returns the name of the host in its links, which it accepts. */
    String name() {
        return HostNames.of(address.getAddress()).orElseGet(names::getFirst);
    }

    /** Returns {@code http} or {@code https}. */
    String scheme() {
        return tls == null ? "http" : "https";
    }
}
