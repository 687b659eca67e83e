package loom.aml.server.http;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Decides which calls reach an endpoint: by host, origin, rate and credentials. */
final class Guard {
    private static final String BEARER = "Bearer ";

    private final HostOptions options;
    private final HostNames names;
    private final Cookies cookies;
    private final RateLimit rate;
    private final GuessLimit guesses = new GuessLimit();

    Guard(HostOptions options, Cookies cookies) {
        this.options = options;
        this.names = new HostNames(options.names());
        this.cookies = cookies;
        this.rate = new RateLimit(options.requestsPerSecond(), 2.0 * options.requestsPerSecond());
    }

    /** Admits a call and identifies its caller. */
    void admit(HttpCall call, Access access) throws HttpFailure {
        List<String> hosts = call.headers().getOrDefault("Host", List.of());
        if (hosts.size() != 1 || !names.acceptHost(hosts.getFirst())) {
            throw new HttpFailure(403, "host not allowed: " + String.join(", ", hosts));
        }
        for (String origin : call.headers().getOrDefault("Origin", List.of())) {
            if (!names.acceptOrigin(origin)) {
                throw new HttpFailure(403, "origin not allowed: " + origin);
            }
        }
        if (!rate.admits()) {
            throw new HttpFailure(429, "too many requests").with("Retry-After", "1");
        }
        if (access != Access.OPEN) {
            Credentials required = options.required().orElseThrow();
            call.identify(caller(call, access, required));
            if (call.caller() == Caller.COOKIE) {
                requireOwnPage(call, hosts.getFirst());
            }
        }
    }

    private Caller caller(HttpCall call, Access access, Credentials required) throws HttpFailure {
        Optional<String> bearer =
                call.header("Authorization").filter(value -> value.regionMatches(true, 0, BEARER, 0, BEARER.length()));
        if (bearer.isPresent()) {
            String token = bearer.get().substring(BEARER.length());
            boolean isForMetrics = access == Access.METRICS && required.isMetricsToken(token);
            requireGuess(call, isForMetrics || required.isToken(token), "the token is wrong");
            return isForMetrics ? Caller.METRICS_TOKEN : Caller.TOKEN;
        }
        if (access != Access.TOKEN
                && cookies.of(call.headers()).filter(required::isCookie).isPresent()) {
            return Caller.COOKIE;
        }
        throw unauthorized("a bearer token is required");
    }

    private static HttpFailure unauthorized(String message) {
        return new HttpFailure(401, message).with("WWW-Authenticate", "Bearer");
    }

    /** Returns normally if a secret was right. After several wrong ones, the answer no longer depends on it. */
    private void requireGuess(HttpCall call, boolean isRight, String otherwise) throws HttpFailure {
        String address = call.remoteHost();
        if (!guesses.admits(address)) {
            throw new HttpFailure(429, "too many wrong tokens or codes from this address")
                    .with("Retry-After", String.valueOf(GuessLimit.SECONDS));
        }
        if (!isRight) {
            guesses.wrong(address);
            throw unauthorized(otherwise);
        }
    }

    /** A browser also sends its cookie when a page of another port of this machine makes it call. */
    private void requireOwnPage(HttpCall call, String host) throws HttpFailure {
        String own = options.scheme() + "://" + host.toLowerCase(Locale.ROOT);
        Optional<String> origin = call.header("Origin");
        if (origin.isPresent() ? !origin.get().toLowerCase(Locale.ROOT).equals(own) : !call.isSafe()) {
            throw new HttpFailure(
                    403,
                    origin.isPresent()
                            ? "origin not allowed: " + origin.get()
                            : "changes with a cookie need the header Origin: " + own);
        }
        boolean isForeign = call.header("Sec-Fetch-Site")
                .filter(site -> !site.equals("same-origin") && !site.equals("none"))
                .isPresent();
        boolean isNavigation = call.isSafe()
                && call.header("Sec-Fetch-Mode").filter("navigate"::equals).isPresent();
        if (isForeign && !isNavigation) {
            throw new HttpFailure(403, "pages of other sites may not call");
        }
    }

    /** Exchanges the code of a link for a cookie. */
    String signIn(HttpCall call, String code) throws HttpFailure {
        Credentials required = options.required().orElseThrow();
        requireGuess(
                call,
                guesses.admits(call.remoteHost()) && required.codes().redeem(code),
                "this link was used before or has expired; 'aml serve status' prints a new one");
        return cookies.issued(required.newCookie());
    }
}
