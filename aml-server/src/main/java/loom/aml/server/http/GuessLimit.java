package loom.aml.server.http;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Limits wrong tokens and codes by address: after a few, no further one is compared until some time has passed. Keeps the
 * {@value #MOST} latest addresses. Thread-safe.
 */
final class GuessLimit {
    /** Wrong guesses in a row. */
    static final int BURST = 10;

    /** The time after which one more guess is compared, in seconds. */
    static final int SECONDS = 6;

    private static final int MOST = 1_000;

    private final Map<String, RateLimit> byAddress = new LinkedHashMap<>();

    /** Returns whether guesses from an address are compared now. */
    synchronized boolean admits(String address) {
        RateLimit limit = byAddress.get(address);
        return limit == null || limit.isOpen();
    }

    /** Counts a wrong guess. */
    synchronized void wrong(String address) {
        RateLimit limit = byAddress.remove(address);
        if (limit == null) {
            limit = new RateLimit(1.0 / SECONDS, BURST);
        }
        limit.admits();
        byAddress.put(address, limit);
        if (byAddress.size() > MOST) {
            byAddress.remove(byAddress.keySet().iterator().next());
        }
    }
}
