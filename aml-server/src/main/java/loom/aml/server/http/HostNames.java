package loom.aml.server.http;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** The host names under which the host may be addressed. Others reach it by DNS rebinding. */
record HostNames(List<String> more) {
    private static final byte[] LOOPBACK_6 = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1};
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

    /** Returns the name of an address of the loopback interface that is always accepted; empty for other addresses. */
    static Optional<String> of(InetAddress address) {
        String name = address instanceof Inet6Address
                ? Arrays.equals(address.getAddress(), LOOPBACK_6) ? "[::1]" : ""
                : address.getHostAddress();
        return Optional.of(name).filter(LOOPBACK::contains);
    }

    /** Returns whether the value of a {@code Host} header is an accepted name, with any port. */
    boolean acceptHost(String authority) {
        return parsed("http://" + authority)
                .filter(uri -> uri.getUserInfo() == null && uri.getPath().isEmpty())
                .filter(this::accept)
                .isPresent();
    }

    /** Returns whether an origin has an accepted name, with any scheme and port. */
    boolean acceptOrigin(String origin) {
        return parsed(origin).filter(this::accept).isPresent();
    }

    private boolean accept(URI uri) {
        String host = uri.getHost();
        return host != null
                && (LOOPBACK.contains(host.toLowerCase(Locale.ROOT)) || more.contains(host.toLowerCase(Locale.ROOT)));
    }

    private static Optional<URI> parsed(String text) {
        try {
            return Optional.of(URI.create(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
