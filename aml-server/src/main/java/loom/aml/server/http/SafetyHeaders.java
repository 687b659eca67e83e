package loom.aml.server.http;

import com.sun.net.httpserver.Headers;

/** The headers of every answer, which restrict browsers. */
final class SafetyHeaders {
    /** No inline script or style, nothing from another host, no frame around it. */
    private static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self';"
            + " font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    private SafetyHeaders() {}

    static void set(Headers answer) {
        answer.set("Content-Security-Policy", POLICY);
        answer.set("X-Content-Type-Options", "nosniff");
        answer.set("X-Frame-Options", "DENY");
        // With no-referrer, browsers would send forms with the origin "null", which the guard refuses.
        answer.set("Referrer-Policy", "same-origin");
        answer.set("Cross-Origin-Opener-Policy", "same-origin");
        answer.set("Cross-Origin-Resource-Policy", "same-origin");
        answer.set("Cache-Control", "no-store");
    }
}
