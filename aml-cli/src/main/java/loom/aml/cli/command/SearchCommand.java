package loom.aml.cli.command;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import loom.aml.app.OpenStore;
import loom.aml.app.search.BriefAnswer;
import loom.aml.app.search.SearchAnswer;
import loom.aml.app.search.SearchStore;
import loom.aml.app.version.SearchSnapshot;
import loom.aml.cli.Command;
import loom.aml.cli.ExitCode;
import loom.aml.cli.Options;
import loom.aml.cli.Session;
import loom.aml.cli.UsageException;
import loom.aml.cli.print.BriefHitsPrinter;
import loom.aml.cli.print.HitsPrinter;
import loom.aml.index.MemorySearch;
import loom.aml.index.SearchResult;
import loom.aml.index.UpdateResult;
import loom.aml.index.query.Order;
import loom.aml.index.query.SearchRequest;
import loom.aml.store.Finding;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** Finds items. */
public final class SearchCommand implements Command {
    private static final String SORT = "--sort";
    private static final String LIMIT = "--limit";
    private static final String OFFSET = "--offset";
    private static final String BRIEF = "--brief";
    private static final String TOKENS = "--tokens";
    private static final String FACETS = "--facets";
    private static final String AT = "--at";

    @Override
    public String example() {
        return "aml search connection timeout --tags database --min-confidence 0.7";
    }

    @Override
    public void describe(CommandSpec spec) {
        // An excluded word starts with a dash.
        spec.parser().unmatchedOptionsArePositionalParams(true).posixClusteredShortOptionsAllowed(false);
        spec.addPositional(
                Options.operands("TEXT", "Words, \"a phrase\", field:value or -excluded; see docs/search.md."));
        SearchFilters.describe(spec);
        spec.addOption(Options.choice(
                orders(), "ORDER", "relevance, confidence, success, recency or weight (relevance).", SORT));
        spec.addOption(Options.value(int.class, "N", "Maximum number to show (20).", LIMIT));
        spec.addOption(Options.value(int.class, "N", "Number of items to skip (0).", OFFSET));
        spec.addOption(Options.flag("Show a title and one line of each item, for a language model.", BRIEF));
        spec.addOption(
                Options.value(Integer.class, "N", "With --brief: the size of the answer in tokens (1500).", TOKENS));
        spec.addOption(Options.value(
                String.class,
                "SNAPSHOT",
                "Search the items of a snapshot, by its id or a time; this reads all of them.",
                AT));
        spec.addOption(Options.flag("Count the items found by agent, kind, type and tag.", FACETS));
    }

    @Override
    public ExitCode run(ParseResult arguments, Session session) throws IOException {
        try (OpenStore opened = session.store().forReading()) {
            SearchRequest request = request(arguments, session, opened);
            SearchAnswer answer = answer(arguments, opened, request);
            SearchResult result = answer.result();
            if (answer.snapshot().isEmpty()) {
                tell(answer.refreshed(), session);
            }
            request.query().notes().forEach(session::warn);
            session.messages()
                    .verbose("answered from "
                            + answer.snapshot()
                                    .map(id -> "snapshot " + id)
                                    .orElse(answer.isFromStore() ? "the store" : "the index")
                            + " in "
                            + result.time().toNanos() / 1_000 + " us");
            Optional<BriefAnswer> brief = brief(arguments, answer);
            session.printJson(brief.map(BriefAnswer::toJson).orElseGet(answer::toJson));
            if (brief.isPresent()) {
                BriefHitsPrinter.print(brief.get(), session.out(), session.style());
            } else if (session.isSeen()) {
                new HitsPrinter(session.style(), session.out(), session.clock().instant()).print(request, result);
            }
            for (Finding finding : answer.findings()) {
                session.warn(finding.where() + " cannot be read, so its items are not searched: " + finding.what());
            }
            return answer.findings().isEmpty() ? ExitCode.DONE : ExitCode.PARTIAL;
        }
    }

    private static SearchAnswer answer(ParseResult arguments, OpenStore opened, SearchRequest request)
            throws IOException {
        String at = arguments.matchedOptionValue(AT, "");
        return arguments.hasMatchedOption(AT)
                ? new SearchSnapshot(opened).run(new SearchSnapshot.Request(VersionArgument.parse(at), request))
                : new SearchStore(opened).run(request);
    }

    private static Optional<BriefAnswer> brief(ParseResult arguments, SearchAnswer answer) {
        if (!Options.has(arguments, BRIEF)) {
            if (arguments.hasMatchedOption(TOKENS)) {
                throw new UsageException(TOKENS + " is for " + BRIEF);
            }
            return Optional.empty();
        }
        int tokens = arguments.matchedOptionValue(TOKENS, BriefAnswer.TOKENS);
        if (tokens < 1) {
            throw new UsageException(TOKENS + " must be at least 1");
        }
        return Optional.of(answer.brief(tokens));
    }

    private static void tell(MemorySearch.Refreshed refreshed, Session session) {
        refreshed.direct().ifPresent(why -> session.warn(why + "; the store itself was searched, which takes longer"));
        if (refreshed.direct().isEmpty() && refreshed.update().kind() == UpdateResult.Kind.BUILT) {
            session.warn(IndexCommand.summaryOf(refreshed.update()) + "; later searches reuse it");
        } else {
            session.messages().verbose(IndexCommand.summaryOf(refreshed.update()));
        }
    }

    private static SearchRequest request(ParseResult arguments, Session session, OpenStore opened) throws IOException {
        SearchRequest request = new SearchRequest(
                SearchFilters.query(arguments, session, opened),
                order(arguments),
                arguments.matchedOptionValue(OFFSET, 0),
                arguments.matchedOptionValue(LIMIT, 20),
                Options.has(arguments, FACETS),
                true);
        return request;
    }

    private static List<String> orders() {
        return Arrays.stream(Order.values()).map(Order::word).toList();
    }

    private static Order order(ParseResult arguments) {
        String word = arguments.matchedOptionValue(SORT, Order.RELEVANCE.word());
        for (Order order : Order.values()) {
            if (order.word().equals(word)) {
                return order;
            }
        }
        throw UsageException.unknown("order", word, orders());
    }
}
