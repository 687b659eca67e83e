package loom.aml.server.web;

import java.io.IOException;
import java.util.function.Function;
import loom.aml.server.http.Endpoint;
import loom.aml.server.http.HttpBody;
import loom.aml.server.http.HttpCall;
import loom.aml.server.http.HttpFailure;
import loom.aml.server.stores.ServedStores;

/** The pages. A page for each address is one case of {@link #page}. */
public final class Pages implements Endpoint {
    private final ServedStores stores;
    private final Function<Exception, String> words;

    /** @param words describes a failure for people */
    public Pages(ServedStores stores, Function<Exception, String> words) {
        this.stores = stores;
        this.words = words;
    }

    @Override
    public void handle(HttpCall call) throws IOException, HttpFailure {
        if (!call.isSafe()) {
            throw new HttpFailure(405, "method not allowed: " + call.method()).with("Allow", "GET, HEAD");
        }
        HttpBody page;
        try {
            page = page(call);
        } catch (IOException e) {
            throw new HttpFailure(500, words.apply(e));
        }
        call.answer(200, page);
    }

    private HttpBody page(HttpCall call) throws IOException, HttpFailure {
        return switch (call.path()) {
            case "/" -> StoresPage.of(stores.list());
            default -> throw new HttpFailure(404, "nothing has this address");
        };
    }

    @Override
    public HttpBody explain(HttpFailure failure) {
        String advice = failure.status() == 401
                ? "<p>To sign in, open the link that <code>aml serve status</code> prints.</p>"
                : "<p>" + Html.text(failure.message()) + "</p>";
        return Html.page(failure.status() == 401 ? "Sign in" : "Error " + failure.status(), advice);
    }

    @Override
    public void close() {
        // Has no streams.
    }
}
