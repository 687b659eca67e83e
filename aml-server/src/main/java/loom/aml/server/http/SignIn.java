package loom.aml.server.http;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * Signs browsers in and out. A link with a code sets the cookie and leads on at once, so that neither the code nor the
 * token remains in the history of the browser.
 */
final class SignIn implements Endpoint {
    /** The path of links. */
    static final String PATH = "/sign-in";

    /** The path that ends a session. */
    static final String OUT = "/sign-out";

    private static final HttpBody ONWARD = new HttpBody(
            "text/html; charset=utf-8",
            "<!doctype html><meta http-equiv=\"refresh\" content=\"0; url=/\"><title>aml</title><a href=\"/\">Continue</a>"
                    .getBytes(StandardCharsets.UTF_8));

    private final Guard guard;
    private final Cookies cookies;

    SignIn(Guard guard, Cookies cookies) {
        this.guard = guard;
        this.cookies = cookies;
    }

    @Override
    public void handle(HttpCall call) throws IOException, HttpFailure {
        boolean isOut = call.path().equals(OUT);
        String method = isOut ? "POST" : "GET";
        if (!call.path().equals(PATH) && !isOut) {
            throw new HttpFailure(404, "not found");
        }
        if (!call.method().equals(method)) {
            // A preview of a link by HEAD does not use it up.
            throw new HttpFailure(405, "method not allowed: " + call.method()).with("Allow", method);
        }
        call.set("Set-Cookie", isOut ? cookies.ended() : guard.signIn(call, code(call)));
        if (isFollowed(call)) {
            call.answer(200, ONWARD);
            return;
        }
        call.set("Location", isOut ? PATH : "/");
        call.answer(303);
    }

    /**
     * Returns whether a page of another site led to the link, such as the file that the command line opens. A browser does not send
     * the new cookie, which is for this site only, to where such a navigation is redirected; a page of this host can lead on.
     */
    private static boolean isFollowed(HttpCall call) {
        return call.header("Sec-Fetch-Site")
                .filter(site -> site.equals("cross-site") || site.equals("same-site"))
                .isPresent();
    }

    private static String code(HttpCall call) throws HttpFailure {
        return call.query()
                .first("code")
                .orElseThrow(() -> new HttpFailure(401, "to sign in, open the link that 'aml serve status' prints"));
    }

    @Override
    public HttpBody explain(HttpFailure failure) {
        return HttpBody.text(failure.message());
    }

    @Override
    public void close() {
        // Has no streams.
    }
}
