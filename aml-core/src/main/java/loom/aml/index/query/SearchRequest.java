package loom.aml.index.query;

/**
 * A query, and how much of the answer is wanted.
 *
 * @param offset how many of the first are passed over
 * @param limit how many are given at most
 * @param facets whether the items found are counted by agent, kind, type and tag
 * @param reasons whether each is given with the reason of its rank
 */
public record SearchRequest(Query query, Order order, int offset, int limit, boolean facets, boolean reasons) {

    /** Beyond this place nothing is ranked: ranking costs memory, and nobody reads that far. */
    public static final int FARTHEST = 1_000_000;

    private static final int LIMIT = 20;

    public SearchRequest {
        if (offset < 0 || limit < 0 || (long) offset + limit > FARTHEST) {
            throw new IllegalArgumentException("a page lies between 0 and " + FARTHEST + ": " + offset + " + " + limit);
        }
    }

    /** The first items of the answer, the most relevant first. */
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
