package loom.aml.cli.command;

import java.io.IOException;
import java.util.List;
import loom.aml.app.OpenStore;
import loom.aml.app.similar.DecideSuggestion;
import loom.aml.app.similar.FindSimilar;
import loom.aml.app.similar.NoSuchSuggestionException;
import loom.aml.cli.Command;
import loom.aml.cli.ErrorDocument;
import loom.aml.cli.ExitCode;
import loom.aml.cli.Options;
import loom.aml.cli.Session;
import loom.aml.cli.UsageException;
import loom.aml.io.Printable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** Lists the pairs of similar items that await a decision, or decides about one. */
public final class SuggestionsCommand implements Command {
    private static final String LIST = "list";
    private static final String ACCEPT = "accept";
    private static final String REJECT = "reject";
    private static final String REOPEN = "reopen";
    private static final List<String> ACTIONS = List.of(LIST, ACCEPT, REJECT, REOPEN);
    private static final String LIMIT = "--limit";

    @Override
    public String example() {
        return "aml suggestions reject 5f0c2a91";
    }

    @Override
    public void describe(CommandSpec spec) {
        spec.addPositional(Options.operand(0, ACTIONS, "ACTION", "0..1", "list, accept, reject or reopen (list)."));
        spec.addPositional(
                Options.operand(1, "SUGGESTION", "0..1", "The suggestion, or the first characters of its name."));
        spec.addOption(Options.value(Integer.class, "N", "The number of suggestions to list (20).", LIMIT));
    }

    @Override
    public ExitCode run(ParseResult arguments, Session session) throws IOException {
        String action = arguments.matchedPositionalValue(0, LIST);
        String name = arguments.matchedPositionalValue(1, "");
        if (!ACTIONS.contains(action)) {
            throw UsageException.unknown("action", action, ACTIONS);
        }
        if (action.equals(LIST) != name.isEmpty()) {
            throw new UsageException(
                    name.isEmpty()
                            ? "name the suggestion: 'aml suggestions " + action + " SUGGESTION'"
                            : "'list' takes no suggestion");
        }
        return action.equals(LIST) ? list(arguments, session) : decide(action, name, session);
    }

    private static ExitCode list(ParseResult arguments, Session session) throws IOException {
        int limit = SimilarCommand.limit(arguments);
        try (OpenStore opened = session.store().forReading()) {
            FindSimilar.Result result = new FindSimilar(opened).run(FindSimilar.Request.open(limit));
            return new PairPrinter(session).print(result, "no suggestions");
        }
    }

    private static ExitCode decide(String action, String name, Session session) throws IOException {
        try (OpenStore opened = session.store().forChange()) {
            DecideSuggestion decide = new DecideSuggestion(opened, session.frontEnd());
            DecideSuggestion.Result result = switch (action) {
                case ACCEPT -> decide.accept(name);
                case REJECT -> decide.reject(name);
                default -> decide.reopen(name);
            };
            session.printJson(result.toJson());
            session.show(result.report().findings());
            ExitCode code = ExitCode.of(result.report().outcome());
            if (code == ExitCode.DONE) {
                String done = switch (action) {
                    case ACCEPT ->
                        "kept " + Printable.of(result.pair().one().key().id()) + ", archived "
                                + Printable.of(result.pair().other().key().id()) + "; undo: aml undo "
                                + result.report().run();
                    case REJECT -> "rejected; it is suggested again once one of the items changes";
                    default -> "suggested again";
                };
                session.out().println(session.style().done(done));
            }
            return code;
        } catch (NoSuchSuggestionException e) {
            String what = Printable.of(String.valueOf(e.getMessage()));
            session.warn(what);
            session.printJson(ErrorDocument.of(ExitCode.FAILED, what).build());
            return ExitCode.FAILED;
        }
    }
}
