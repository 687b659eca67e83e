package loom.aml.index.query;

/**
 * A query, and the requested part of the answer.
 *
 * @param offset the number of leading items to skip
 * @param limit the maximum number of items
 * @param facets whether to count the matching items by agent, kind, type and tag
 * @param reasons whether to explain the rank of each item
 */
public record SearchRequest(Query query, Order order, int offset, int limit, boolean facets, boolean reasons) {

    /** The maximum rank. Ranking costs memory, and nobody reads that far. */
    public static final int FARTHEST = 1_000_000;

    private static final int LIMIT = 20;

    public SearchRequest {
        if (offset < 0 || limit < 0 || (long) offset + limit > FARTHEST) {
            throw new IllegalArgumentException(
                    "offset + limit must be between 0 and " + FARTHEST + ": " + offset + " + " + limit);
        }
    }

    /** Returns a request for the first and most relevant items. */
    public static SearchRequest of(Query query) {
        return new SearchRequest(query, Order.RELEVANCE, 0, LIMIT, false, false);
    }

    public SearchRequest with(Query other) {
        return new SearchRequest(other, order, offset, limit, facets, reasons);
    }

    public SearchRequest with(Order other) {
        return new SearchRequest(query, other, offset, limit, facets, reasons);
    }

    public SearchRequest withPage(int from, int most) {
        return new SearchRequest(query, order, from, most, facets, reasons);
    }

    public SearchRequest withFacets() {
        return new SearchRequest(query, order, offset, limit, true, reasons);
    }

    public SearchRequest withReasons() {
        return new SearchRequest(query, order, offset, limit, facets, true);
    }
}
