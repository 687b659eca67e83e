package loom.aml.cli.command;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import loom.aml.cli.Command;
import loom.aml.cli.ExitCode;
import loom.aml.cli.Options;
import loom.aml.cli.Session;
import loom.aml.cli.UsageException;
import loom.aml.cli.print.HitsPrinter;
import loom.aml.index.IndexUpdate;
import loom.aml.index.MemorySearch;
import loom.aml.index.SearchResult;
import loom.aml.index.query.Order;
import loom.aml.index.query.SearchRequest;
import loom.aml.json.JsonObject;
import loom.aml.store.Finding;
import loom.aml.store.file.FileMemoryStore;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** Finds items. */
public final class SearchCommand implements Command {
    private static final String SORT = "--sort";
    private static final String LIMIT = "--limit";
    private static final String OFFSET = "--offset";
    private static final String FACETS = "--facets";

    /** Another process that brings the index up to date is soon done; if not, reading the store is faster than waiting. */
    private static final Duration LOCK_WAIT = Duration.ofSeconds(2);

    @Override
    public String name() {
        return "search";
    }

    @Override
    public String summary() {
        return "Find items by words, tags, figures and age";
    }

    @Override
    public String example() {
        return "aml search connection timeout --tags database --min-confidence 0.7";
    }

    @Override
    public void describe(CommandSpec spec) {
        // A word that is to be missing begins with a dash.
        spec.parser().unmatchedOptionsArePositionalParams(true).posixClusteredShortOptionsAllowed(false);
        spec.addPositional(Options.operands(
                "TEXT", "Any text; \"a phrase\", field:value and -excluded have a meaning, see docs/search.md."));
        SearchFilters.describe(spec);
        spec.addOption(Options.value(
                String.class, "ORDER", "relevance, confidence, success, recency or weight (relevance).", SORT));
        spec.addOption(Options.value(int.class, "N", "Show this many (20).", LIMIT));
        spec.addOption(Options.value(int.class, "N", "Pass over so many first (0).", OFFSET));
        spec.addOption(Options.flag("Count what is found by agent, kind, type and tag.", FACETS));
    }

    @Override
    public ExitCode run(ParseResult arguments, Session session) throws IOException {
        try (FileMemoryStore store = session.store().openReadOnly();
                MemorySearch search = new MemorySearch(store, LOCK_WAIT)) {
            SearchRequest request = request(arguments, session, store);
            MemorySearch.Refreshed refreshed = search.refresh();
            tell(refreshed, session);
            request.query().notes().forEach(session::warn);
            SearchResult result = search.search(request);
            session.messages()
                    .verbose("answered from " + (refreshed.direct().isPresent() ? "the store" : "the index") + " in "
                            + result.time().toNanos() / 1_000 + " us");
            List<Finding> findings = search.unread();
            session.printJson(JsonObject.builder()
                    .put("store", store.location())
                    .put("answered_from", refreshed.direct().isPresent() ? "store" : "index")
                    .put("total", result.total())
                    .put("page_offset", request.offset())
                    .put("page_limit", request.limit())
                    .put("order", request.order().word())
                    .put("some_words_only", result.isRelaxed())
                    .put("query_notes", notes(request, result))
                    .put("query_time_ms", result.time().toNanos() / 1e6)
                    .put("hits", result.hits().stream().map(HitsPrinter::toJson).toList())
                    .put(
                            "facets",
                            result.facets().map(facets -> facets.toJson()).orElse(null))
                    .put("findings", findings.stream().map(Finding::toJson).toList())
                    .build());
            if (session.isSeen()) {
                new HitsPrinter(session.style(), session.out(), session.clock().instant()).print(request, result);
            }
            for (Finding finding : findings) {
                session.warn(finding.where() + " cannot be read, so none of its items is found: " + finding.what());
            }
            return findings.isEmpty() ? ExitCode.DONE : ExitCode.PARTIAL;
        }
    }

    private static List<String> notes(SearchRequest request, SearchResult result) {
        List<String> notes = new ArrayList<>(request.query().notes());
        if (result.isByBeginnings()) {
            notes.add("no item has these words; words that begin with them were searched");
        }
        return notes;
    }

    private static void tell(MemorySearch.Refreshed refreshed, Session session) {
        refreshed.direct().ifPresent(why -> session.warn(why + "; the store itself was searched, which takes longer"));
        if (refreshed.direct().isEmpty() && refreshed.update().kind() == IndexUpdate.Kind.BUILT) {
            session.warn(IndexCommand.summaryOf(refreshed.update()) + "; from now on it is there");
        } else {
            session.messages().verbose(IndexCommand.summaryOf(refreshed.update()));
        }
    }

    private static SearchRequest request(ParseResult arguments, Session session, FileMemoryStore store)
            throws IOException {
        SearchRequest request = new SearchRequest(
                SearchFilters.query(arguments, session, store),
                order(arguments),
                arguments.matchedOptionValue(OFFSET, 0),
                arguments.matchedOptionValue(LIMIT, 20),
                Options.has(arguments, FACETS),
                true);
        return request;
    }

    private static Order order(ParseResult arguments) {
        String word = arguments.matchedOptionValue(SORT, Order.RELEVANCE.word());
        for (Order order : Order.values()) {
            if (order.word().equals(word)) {
                return order;
            }
        }
        throw new UsageException(SORT + " is relevance, confidence, success, recency or weight, not " + word);
    }
}
