package loom.aml.cli.command;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import loom.aml.app.OpenStore;
import loom.aml.app.item.AmbiguousIdException;
import loom.aml.app.item.FindItem;
import loom.aml.app.item.NoSuchItemException;
import loom.aml.app.text.Amounts;
import loom.aml.app.version.FindPastItem;
import loom.aml.cli.ErrorDocument;
import loom.aml.cli.ExitCode;
import loom.aml.cli.Options;
import loom.aml.cli.Session;
import loom.aml.cli.UsageException;
import loom.aml.cli.print.ItemLabel;
import loom.aml.cli.print.Table;
import loom.aml.io.Printable;
import loom.aml.item.ItemKey;
import loom.aml.item.ItemKind;
import loom.aml.item.ItemTitle;
import loom.aml.recall.Lookup;
import loom.aml.store.Selection;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** The operand for one item, by its id or the first characters, and the options that narrow the choice. */
final class ItemArgument {
    /** The names of the kinds. */
    static final List<String> KINDS =
            Arrays.stream(ItemKind.values()).map(ItemKind::word).toList();

    private static final String KIND = "--kind";
    private static final int LISTED = 20;

    private ItemArgument() {}

    static void describe(CommandSpec spec) {
        spec.addPositional(Options.operand("ID", "1", "The id of the item, or its first characters."));
        spec.addOption(AgentsOption.spec());
        spec.addOption(Options.choice(KINDS, "KIND", "Only patterns, solutions or decisions.", KIND));
    }

    /** Returns the given id. */
    static String idIn(ParseResult arguments) {
        String id = arguments.matchedPositionalValue(0, "");
        if (id.isBlank()) {
            throw new UsageException("name an item by its id or the first characters of the id");
        }
        return id;
    }

    /** Returns the item, as {@code use case} returns it. If it is not found or ambiguous, reports that and returns empty. */
    static Found in(ParseResult arguments, OpenStore opened, Session session) throws IOException {
        Selection agents = AgentsOption.of(arguments, opened);
        try {
            FindItem.Result result = new FindItem(opened).run(request(arguments, agents.agents()));
            return new Found(Optional.of(result), ExitCode.DONE);
        } catch (NoSuchItemException e) {
            return new Found(Optional.empty(), NoSuchItem.tell(session, e));
        } catch (AmbiguousIdException e) {
            return new Found(Optional.empty(), several(e, session));
        }
    }

    /** Returns the item, even if it was removed. If it is not found or ambiguous, reports that and returns empty. */
    static PastFound everIn(ParseResult arguments, OpenStore opened, Session session) throws IOException {
        // The agent of a removed item may have no directory any more.
        Set<String> agents = AgentsOption.everIn(arguments, opened);
        try {
            ItemKey key = new FindPastItem(opened).run(request(arguments, agents));
            return new PastFound(Optional.of(key), ExitCode.DONE);
        } catch (NoSuchItemException e) {
            return new PastFound(Optional.empty(), NoSuchItem.tell(session, e));
        } catch (AmbiguousIdException e) {
            return new PastFound(Optional.empty(), several(e, session));
        }
    }

    private static FindItem.Request request(ParseResult arguments, Set<String> agents) {
        return new FindItem.Request(idIn(arguments), new Selection(agents, kinds(arguments)));
    }

    /**
     * The item, or the exit code if it was not found.
     *
     * @param key empty if no item was found, or several
     */
    record PastFound(Optional<ItemKey> key, ExitCode failure) {}

    /**
     * The item, or the exit code if it was not found.
     *
     * @param result empty if no item was found, or several
     */
    record Found(Optional<FindItem.Result> result, ExitCode failure) {}

    private static Set<ItemKind> kinds(ParseResult arguments) {
        String kind = arguments.matchedOptionValue(KIND, "");
        return kind.isEmpty() ? Selection.ALL.kinds() : Set.of(kind(kind));
    }

    /** Returns the kind with a name. */
    static ItemKind kind(String name) {
        return ItemKind.named(name).orElseThrow(() -> UsageException.unknown("kind", name, KINDS));
    }

    private static ExitCode several(AmbiguousIdException e, Session session) {
        List<Lookup.Found> found = e.candidates();
        String what = Printable.of(String.valueOf(e.getMessage())) + "; give more characters, --agents or --kind";
        session.warn(what);
        session.printJson(ErrorDocument.of(ExitCode.FAILED, what)
                .put("matches", e.toJson(LISTED))
                .build());
        Table table = new Table("id", "kind", "agent", "~title");
        found.stream()
                .limit(LISTED)
                .forEach(one -> table.row(
                        Printable.of(one.id()),
                        one.file().kind().word(),
                        Printable.of(one.file().agent()),
                        ItemLabel.title(ItemTitle.of(one.item().fields()))));
        session.out().print(table.toString(session.style()));
        if (found.size() > LISTED) {
            session.out().println(session.style().note("and " + Amounts.count(found.size() - LISTED) + " more"));
        }
        return ExitCode.FAILED;
    }
}
