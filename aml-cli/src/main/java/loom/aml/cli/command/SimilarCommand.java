package loom.aml.cli.command;

import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import loom.aml.app.OpenStore;
import loom.aml.app.item.AmbiguousIdException;
import loom.aml.app.item.FindItem;
import loom.aml.app.item.NoSuchItemException;
import loom.aml.app.similar.FindSimilar;
import loom.aml.cli.Command;
import loom.aml.cli.ErrorDocument;
import loom.aml.cli.ExitCode;
import loom.aml.cli.Options;
import loom.aml.cli.Session;
import loom.aml.cli.UsageException;
import loom.aml.io.Printable;
import loom.aml.item.ItemKey;
import loom.aml.store.Selection;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** Lists similar items. */
public final class SimilarCommand implements Command {
    private static final String LIMIT = "--limit";
    private static final int LISTED = 20;

    @Override
    public String example() {
        return "aml similar 768e2688";
    }

    @Override
    public void describe(CommandSpec spec) {
        spec.addPositional(Options.operand("ID", "0..1", "Only pairs of this item: its id, or the first characters."));
        spec.addOption(AgentsOption.spec());
        spec.addOption(Options.value(Integer.class, "N", "The number of pairs to list (20).", LIMIT));
    }

    /** Returns the number of pairs to list. */
    static int limit(ParseResult arguments) {
        int limit = arguments.matchedOptionValue(LIMIT, LISTED);
        if (limit < 1) {
            throw new UsageException(LIMIT + " must be at least 1, not " + limit);
        }
        return limit;
    }

    @Override
    public ExitCode run(ParseResult arguments, Session session) throws IOException {
        int limit = limit(arguments);
        String id = arguments.matchedPositionalValue(0, "");
        try (OpenStore opened = session.store().forReading()) {
            Selection within = AgentsOption.of(arguments, opened);
            Optional<ItemKey> of = id.isBlank()
                    ? Optional.empty()
                    : Optional.of(new FindItem(opened)
                            .run(new FindItem.Request(id, within))
                            .item()
                            .key());
            FindSimilar.Result result = new FindSimilar(opened)
                    .run(new FindSimilar.Request(within, of, Set.of(), FindSimilar.State.ANY, "", limit));
            return new PairPrinter(session).print(result, "no similar items");
        } catch (NoSuchItemException e) {
            return NoSuchItem.tell(session, e);
        } catch (AmbiguousIdException e) {
            String what = Printable.of(String.valueOf(e.getMessage())) + "; give more characters";
            session.warn(what);
            session.printJson(ErrorDocument.of(ExitCode.FAILED, what).build());
            return ExitCode.FAILED;
        }
    }
}
