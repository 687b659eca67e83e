package loom.aml.server.rest;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import loom.aml.index.query.Order;
import loom.aml.index.query.SearchRequest;
import loom.aml.io.Sha256;
import loom.aml.server.service.SearchParameters;

/**
 * A search with the parameters of a query. Pages follow each other by a cursor, which belongs to one search. Items that are
 * added or removed between two pages can shift the following page.
 */
final class ItemQuery {
    static final String CURSOR = "cursor";

    static final List<Parameter> PARAMETERS = List.of(
            Parameter.text("q", "A question, words, a pasted error message, or fields such as tag:http and age:<30d."),
            Parameter.text("agent", "Only items of this agent."),
            Parameter.text("kind", "Only items of this kind."),
            Parameter.texts("tag", "Only items with this tag; several must all be there."),
            Parameter.choice(
                    "order",
                    Arrays.stream(Order.values()).map(Order::word).toList(),
                    "The order of the items; relevance is the default."),
            Parameter.number("limit", 1, 200, 20, "The maximum number of items of a page."),
            Parameter.flag("facets", "Count the matching items by agent, kind, type and tag."),
            Parameter.flag("reasons", "Explain the rank of each item."),
            Parameter.text(CURSOR, "The cursor of the link to the next page."));

    private final RestCall call;
    private final String fingerprint;

    ItemQuery(RestCall call) {
        this.call = call;
        this.fingerprint = Sha256.of(String.join("\0", parts()).getBytes(StandardCharsets.UTF_8))
                .hex()
                .substring(0, 8);
    }

    /** Returns the parameters that select and order the items. */
    private List<String> parts() {
        List<String> parts = new ArrayList<>();
        for (String name : List.of("q", "agent", "kind", "tag", "order")) {
            parts.add(name);
            parts.addAll(call.texts(name));
        }
        return parts;
    }

    SearchRequest request(Instant now) throws Problem {
        SearchParameters search = new SearchParameters(call::texts);
        int limit = call.number("limit");
        SearchRequest request = SearchRequest.of(search.query(now))
                .with(search.order(Order.RELEVANCE))
                .withPage(offset(limit), limit);
        request = call.flag("facets") ? request.withFacets() : request;
        return call.flag("reasons") ? request.withReasons() : request;
    }

    private int offset(int limit) throws Problem {
        Optional<String> cursor = call.text(CURSOR);
        if (cursor.isEmpty()) {
            return 0;
        }
        try {
            String text = new String(Base64.getUrlDecoder().decode(cursor.get()), StandardCharsets.US_ASCII);
            int colon = text.indexOf(':');
            if (colon > 0 && text.substring(0, colon).equals(fingerprint)) {
                int offset = Integer.parseInt(text.substring(colon + 1));
                if (offset >= 0 && offset <= SearchRequest.FARTHEST - limit) {
                    return offset;
                }
            }
        } catch (IllegalArgumentException e) {
            // Refused below.
        }
        throw Problem.usage("the cursor is not of this search; start with the first page");
    }

    /** Returns the value of the header that links to the next page; empty if this is the last one. */
    Optional<String> next(SearchRequest request, long total) {
        long offset = (long) request.offset() + request.limit();
        if (offset >= Math.min(total, SearchRequest.FARTHEST - request.limit())) {
            return Optional.empty();
        }
        String cursor = Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString((fingerprint + ":" + offset).getBytes(StandardCharsets.US_ASCII));
        StringBuilder link = new StringBuilder();
        for (String name : call.http().query().names()) {
            if (!name.equals(CURSOR)) {
                for (String value : call.texts(name)) {
                    link.append(name)
                            .append('=')
                            .append(URLEncoder.encode(value, StandardCharsets.UTF_8))
                            .append('&');
                }
            }
        }
        return Optional.of("<" + call.http().path() + "?" + link + CURSOR + "=" + cursor + ">; rel=\"next\"");
    }
}
