package loom.aml.server.http;

import com.sun.net.httpserver.Headers;
import java.util.List;
import java.util.Optional;

/**
 * The cookie of a host. Browsers share cookies between the ports of a machine, so its name contains the port.
 *
 * @param isSecure whether it is sent over TLS only
 */
record Cookies(String name, boolean isSecure) {

    /** Returns the value of the cookie in a request. */
    Optional<String> of(Headers request) {
        for (String header : request.getOrDefault("Cookie", List.of())) {
            for (String pair : header.split(";", -1)) {
                String text = pair.strip();
                if (text.startsWith(name + "=")) {
                    return Optional.of(text.substring(name.length() + 1));
                }
            }
        }
        return Optional.empty();
    }

    String issued(String value) {
        return attributes(value, Credentials.COOKIE.toSeconds());
    }

    String ended() {
        return attributes("", 0);
    }

    private String attributes(String value, long seconds) {
        return name + "=" + value + "; Path=/; Max-Age=" + seconds + "; HttpOnly; SameSite=Strict"
                + (isSecure ? "; Secure" : "");
    }
}
