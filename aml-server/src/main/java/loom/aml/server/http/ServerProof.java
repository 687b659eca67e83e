package loom.aml.server.http;

import java.io.IOException;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * Proves that this host knows its token, to a program that knows it too and is about to present it. The proof holds for one
 * address, so that no other program can obtain it here and pass it on as its own.
 */
final class ServerProof implements Endpoint {
    private static final Pattern NONCE = Pattern.compile("[A-Za-z0-9_-]{22,100}");

    private final Credentials credentials;
    private final Supplier<String> url;

    /** @param url returns the address of this host */
    ServerProof(Credentials credentials, Supplier<String> url) {
        this.credentials = credentials;
        this.url = url;
    }

    @Override
    public void handle(HttpCall call) throws IOException, HttpFailure {
        if (!call.path().equals(Credentials.PROOF_PATH)) {
            throw new HttpFailure(404, "not found");
        }
        if (!call.method().equals("GET")) {
            throw new HttpFailure(405, "method not allowed: " + call.method()).with("Allow", "GET");
        }
        String nonce = call.query()
                .first("nonce")
                .filter(text -> NONCE.matcher(text).matches())
                .orElseThrow(() -> new HttpFailure(400, "nonce must be 22 to 100 characters of base64url"));
        call.answer(200, HttpBody.text(credentials.proof(nonce, url.get())));
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
