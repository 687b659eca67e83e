package loom.aml.server.page.view;

import java.util.List;

/**
 * A way to narrow a search.
 *
 * @param name the property that is chosen
 */
public record Facet(String name, List<Choice> choices) {
    public Facet {
        choices = List.copyOf(choices);
    }

    /**
     * A value.
     *
     * @param count the number of items that have it; empty if unknown
     * @param address the search with this value, or without it if it is chosen
     */
    public record Choice(String value, String count, boolean isChosen, String address) {}
}
