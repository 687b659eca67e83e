package loom.aml.server.service;

import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.function.Function;
import loom.aml.index.query.Clause;
import loom.aml.index.query.Name;
import loom.aml.index.query.Order;
import loom.aml.index.query.Query;
import loom.aml.index.query.QueryParser;

/**
 * The parameters with which front ends search: {@code q}, the text of a query; {@code agent}, {@code kind} and {@code tag}, which
 * narrow it; and {@code order}.
 */
public final class SearchParameters {
    private final Function<String, List<String>> values;

    /** @param values returns the values of a parameter */
    public SearchParameters(Function<String, List<String>> values) {
        this.values = values;
    }

    /** Returns the query. Items must have one of several agents or kinds, and all of several tags. */
    public Query query(Instant now) {
        Query query = QueryParser.parse(first("q"), now);
        for (Name name : List.of(Name.AGENT, Name.KIND)) {
            List<String> any = given(name.word());
            query = any.isEmpty() ? query : query.and(new Clause.Named(name, new LinkedHashSet<>(any), false));
        }
        for (String tag : given(Name.TAG.word())) {
            query = query.and(Name.TAG, tag);
        }
        return query;
    }

    /**
     * Returns the order.
     *
     * @param otherwise the order if none is given
     * @throws InvalidRequestException if it is unknown
     */
    public Order order(Order otherwise) {
        String word = first("order");
        if (word.isEmpty()) {
            return otherwise;
        }
        return Order.named(word)
                .orElseThrow(() -> new InvalidRequestException("order must be one of "
                        + String.join(
                                ", ",
                                Arrays.stream(Order.values()).map(Order::word).toList())
                        + ", not '" + word + "'"));
    }

    private String first(String name) {
        return given(name).stream().findFirst().orElse("");
    }

    private List<String> given(String name) {
        return values.apply(name).stream().filter(value -> !value.isBlank()).toList();
    }
}
