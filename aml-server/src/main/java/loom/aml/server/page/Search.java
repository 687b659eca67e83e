package loom.aml.server.page;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import loom.aml.app.text.Amounts;
import loom.aml.index.query.Facets;
import loom.aml.index.query.Order;
import loom.aml.index.query.Query;
import loom.aml.index.query.QueryParser;
import loom.aml.index.query.SearchRequest;
import loom.aml.server.page.view.Addresses;
import loom.aml.server.page.view.Facet;
import loom.aml.server.service.SearchParameters;

/** The search that the address of the explorer says. */
final class Search {
    /** The items of a page. */
    static final int LIMIT = 30;

    private static final int VALUES = 8;
    private static final List<String> NARROWING = List.of("kind", "agent", "tag", "age", "order");
    /** Ages in words, by their query. */
    private static final Map<String, String> AGES = ages();

    private final String action;
    private final String text;
    private final Map<String, String> chosen = new LinkedHashMap<>();
    private final int page;
    private final SearchParameters parameters;

    Search(PageCall call) {
        this.action = Addresses.store(call.storeId()) + "/items";
        this.parameters = new SearchParameters(name -> call.query(name).stream().toList());
        this.text = call.query("q").orElse("");
        for (String name : NARROWING) {
            call.query(name).ifPresent(value -> chosen.put(name, value));
        }
        this.page = call.number("page", 1, 1, SearchRequest.FARTHEST / LIMIT);
    }

    private static Map<String, String> ages() {
        Map<String, String> ages = new LinkedHashMap<>();
        ages.put("<7d", "last 7 days");
        ages.put("7d..30d", "7 to 30 days");
        ages.put("30d..90d", "30 to 90 days");
        ages.put(">90d", "over 90 days");
        return ages;
    }

    String action() {
        return action;
    }

    String text() {
        return text;
    }

    Map<String, String> chosen() {
        return chosen;
    }

    SearchRequest request(Instant now) {
        Query query = parameters.query(now);
        String age = chosen.get("age");
        if (age != null && AGES.containsKey(age)) {
            query = query.and(QueryParser.parseField("age", age, now));
        }
        return SearchRequest.of(query)
                .with(parameters.order(text.isEmpty() ? Order.RECENCY : Order.RELEVANCE))
                .withPage((page - 1) * LIMIT, LIMIT)
                .withFacets();
    }

    /** Returns the ways to narrow or change the search. */
    List<Facet> facets(Facets counts) {
        return List.of(
                facet("Kind", "kind", counts.kinds()),
                facet("Agent", "agent", counts.agents()),
                facet("Tag", "tag", counts.tags()),
                words("Age", "age", AGES),
                words("Order", "order", orders()));
    }

    private static Map<String, String> orders() {
        Map<String, String> orders = new LinkedHashMap<>();
        orders.put("relevance", "relevance");
        orders.put("recency", "last used");
        orders.put("confidence", "confidence");
        orders.put("success", "success rate");
        orders.put("weight", "value");
        return orders;
    }

    private Facet facet(String title, String name, Map<String, Long> counts) {
        List<Facet.Choice> choices = new ArrayList<>();
        String current = chosen.get(name);
        if (current != null && !counts.containsKey(current)) {
            choices.add(choice(name, current, current, "0"));
        }
        counts.entrySet().stream()
                .limit(VALUES)
                .forEach(entry ->
                        choices.add(choice(name, entry.getKey(), entry.getKey(), Amounts.count(entry.getValue()))));
        return new Facet(title, choices);
    }

    private Facet words(String title, String name, Map<String, String> values) {
        return new Facet(
                title,
                values.entrySet().stream()
                        .map(entry -> choice(name, entry.getKey(), entry.getValue(), ""))
                        .toList());
    }

    private Facet.Choice choice(String name, String value, String words, String count) {
        boolean isChosen = value.equals(chosen.get(name));
        Map<String, String> other = new LinkedHashMap<>(chosen);
        if (isChosen) {
            other.remove(name);
        } else {
            other.put(name, value);
        }
        return new Facet.Choice(words, count, isChosen, address(other, 1));
    }

    private String address(Map<String, String> narrowing, int number) {
        StringBuilder address = new StringBuilder(action).append('?');
        append(address, "q", text);
        narrowing.forEach((name, value) -> append(address, name, value));
        if (number > 1) {
            append(address, "page", String.valueOf(number));
        }
        return address.substring(0, address.length() - 1);
    }

    private static void append(StringBuilder address, String name, String value) {
        if (!value.isEmpty()) {
            address.append(name).append('=').append(Addresses.encoded(value)).append('&');
        }
    }

    Optional<String> before() {
        return page == 1 ? Optional.empty() : Optional.of(address(chosen, page - 1));
    }

    Optional<String> after(long total) {
        return (long) page * LIMIT >= total ? Optional.empty() : Optional.of(address(chosen, page + 1));
    }
}
