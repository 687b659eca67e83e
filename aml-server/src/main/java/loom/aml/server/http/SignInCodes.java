package loom.aml.server.http;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;

/** Codes in links with which a browser signs in. Each is valid once, for a few minutes. Thread-safe. */
public final class SignInCodes {
    /** The time after which an unused code expires. */
    public static final Duration VALIDITY = Duration.ofMinutes(10);

    private static final int MOST = 100;

    private final InstantSource clock;
    private final Map<String, Instant> ends = new LinkedHashMap<>();

    SignInCodes(InstantSource clock) {
        this.clock = clock;
    }

    /** Returns a new code. Of more than {@value #MOST} unused ones, the oldest is dropped. */
    public synchronized String create() {
        String code = Credentials.newToken();
        ends.put(code, clock.instant().plus(VALIDITY));
        if (ends.size() > MOST) {
            ends.remove(ends.keySet().iterator().next());
        }
        return code;
    }

    /** Uses a code up; returns whether it was valid. */
    synchronized boolean redeem(String code) {
        Instant end = ends.remove(code);
        return end != null && clock.instant().isBefore(end);
    }
}
