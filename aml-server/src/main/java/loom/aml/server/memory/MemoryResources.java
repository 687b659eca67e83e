package loom.aml.server.memory;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import loom.aml.app.host.MemoryHost;
import loom.aml.app.item.AmbiguousIdException;
import loom.aml.app.item.FindItem;
import loom.aml.app.item.NoSuchItemException;
import loom.aml.app.search.BriefAnswer;
import loom.aml.index.query.Clause;
import loom.aml.index.query.Name;
import loom.aml.index.query.Order;
import loom.aml.index.query.Query;
import loom.aml.index.query.SearchRequest;
import loom.aml.server.feature.CacheHint;
import loom.aml.server.feature.Completer;
import loom.aml.server.feature.Exchange;
import loom.aml.server.feature.Resource;
import loom.aml.server.feature.ResourceContents;
import loom.aml.server.feature.ResourceTemplate;
import loom.aml.server.feature.ServerDescription;
import loom.aml.server.feature.UriTemplate;
import loom.aml.store.NoStoreException;

/**
 * The memory as resources: {@code memory://summary}, {@code memory://agents}, {@code memory://agent/NAME} and {@code
 * memory://item/ID}.
 */
final class MemoryResources {
    private static final String SUMMARY = "memory://summary";
    private static final String AGENTS = "memory://agents";
    private static final String TEXT = "text/plain";
    private static final String JSON = "application/json";
    private static final int LISTED = 50;
    private static final int LISTED_TOKENS = 5_000;

    /** A change by anybody is seen after a moment. */
    private static final CacheHint BRIEFLY = new CacheHint(Duration.ofSeconds(5), false);

    private final MemoryHost host;

    MemoryResources(MemoryHost host) {
        this.host = host;
    }

    void describe(ServerDescription.Builder server) {
        server.resources(() -> List.of(
                new Resource(
                        SUMMARY,
                        "summary",
                        "Summary",
                        "Number and size of the memories, health and open alerts",
                        TEXT,
                        BRIEFLY,
                        _ -> List.of(ResourceContents.text(SUMMARY, TEXT, summary()))),
                new Resource(
                        AGENTS,
                        "agents",
                        "Agents",
                        "The agents with the number and size of their memories",
                        JSON,
                        BRIEFLY,
                        _ -> List.of(ResourceContents.text(
                                AGENTS, JSON, host.agents().toJson().toString())))));
        server.template(new ResourceTemplate(
                new UriTemplate("memory://agent/{agent}"),
                "agent",
                "Memories of an agent",
                "The memories of an agent, the last used first: id, title and one line each",
                TEXT,
                BRIEFLY,
                this::agent));
        server.template(new ResourceTemplate(
                new UriTemplate("memory://item/{id}"), "item", "Memory", "One memory", JSON, BRIEFLY, this::item));
        server.completer(this::complete);
    }

    private String summary() throws IOException {
        try {
            return StatusTool.text(host.status());
        } catch (NoStoreException e) {
            return MemoryTool.EMPTY;
        }
    }

    private Optional<List<ResourceContents>> agent(String uri, Map<String, String> variables, Exchange exchange)
            throws IOException {
        String agent = variables.getOrDefault("agent", "");
        BriefAnswer answer = newest(agent, LISTED);
        return answer.total() == 0
                ? Optional.empty()
                : Optional.of(List.of(ResourceContents.text(uri, TEXT, SearchTool.text(answer))));
    }

    private BriefAnswer newest(String agent, int limit) throws IOException {
        Query query = agent.isEmpty() ? Query.ALL : Query.ALL.and(new Clause.Named(Name.AGENT, Set.of(agent), false));
        return host.search(SearchRequest.of(query).with(Order.RECENCY).withPage(0, limit), LISTED_TOKENS);
    }

    private Optional<List<ResourceContents>> item(String uri, Map<String, String> variables, Exchange exchange)
            throws IOException, AmbiguousIdException {
        try {
            FindItem.Result found = host.find(variables.getOrDefault("id", ""));
            return Optional.of(
                    List.of(ResourceContents.text(uri, JSON, found.toJson().toString())));
        } catch (NoSuchItemException e) {
            return Optional.empty();
        }
    }

    private List<String> complete(Completer.Query query) throws IOException {
        List<String> values = new ArrayList<>();
        if (query.argument().equals("agent")) {
            values.addAll(host.agents().names());
        } else if (query.argument().equals("id")) {
            newest("", LISTED).hits().forEach(hit -> values.add(hit.id()));
        }
        return values.stream().filter(value -> value.startsWith(query.typed())).toList();
    }
}
