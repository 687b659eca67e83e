package loom.aml.server.http;

import java.io.IOException;

/**
 * Signs browsers in and out. A link with a code sets the cookie and redirects at once, so that neither the code nor the
 * token remains in the history of the browser.
 */
final class SignIn implements Endpoint {
    /** The path of links. */
    static final String PATH = "/sign-in";

    /** The path that ends a session. */
    static final String OUT = "/sign-out";

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
        call.set("Location", isOut ? PATH : "/");
        call.answer(303);
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
