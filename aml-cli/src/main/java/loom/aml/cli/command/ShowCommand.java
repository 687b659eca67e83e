package loom.aml.cli.command;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import loom.aml.cli.Command;
import loom.aml.cli.ErrorDocument;
import loom.aml.cli.ExitCode;
import loom.aml.cli.Options;
import loom.aml.cli.Session;
import loom.aml.cli.UsageException;
import loom.aml.cli.print.Amounts;
import loom.aml.cli.print.ItemPrinter;
import loom.aml.cli.print.Printable;
import loom.aml.cli.print.Table;
import loom.aml.item.ItemKind;
import loom.aml.json.JsonObject;
import loom.aml.recall.Lookup;
import loom.aml.store.Finding;
import loom.aml.store.Selection;
import loom.aml.store.file.FileMemoryStore;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** Shows one item. */
public final class ShowCommand implements Command {
    private static final String KIND = "--kind";
    private static final String RAW = "--raw";
    private static final int LISTED = 20;

    @Override
    public String name() {
        return "show";
    }

    @Override
    public String summary() {
        return "Show an item by its id, or by the beginning of one";
    }

    @Override
    public String example() {
        return "aml show 768e2688";
    }

    @Override
    public void describe(CommandSpec spec) {
        spec.addPositional(Options.operand("ID", "1", "The id of the item, or how it begins."));
        spec.addOption(AgentsOption.spec());
        spec.addOption(Options.value(String.class, "KIND", "Only patterns, solutions or decisions.", KIND));
        spec.addOption(Options.flag("The bytes of the item as they stand in its file, and nothing else.", RAW));
    }

    @Override
    public ExitCode run(ParseResult arguments, Session session) throws IOException {
        String id = arguments.matchedPositionalValue(0, "");
        if (id.isEmpty()) {
            throw new UsageException("name the id of an item, or how it begins");
        }
        try (FileMemoryStore store = session.store().openReadOnly()) {
            Selection agents = AgentsOption.of(arguments, store);
            Lookup lookup = Lookup.of(store, new Selection(agents.agents(), kinds(arguments)), id);
            return switch (lookup.found().size()) {
                case 0 ->
                    NoSuchItem.tell(session, lookup, "the id " + Printable.of(id) + ", or one that begins like it");
                case 1 -> show(lookup.found().getFirst(), lookup, Options.has(arguments, RAW), store, session);
                default -> several(id, lookup, session);
            };
        }
    }

    private static Set<ItemKind> kinds(ParseResult arguments) {
        String kind = arguments.matchedOptionValue(KIND, "");
        return kind.isEmpty()
                ? Selection.ALL.kinds()
                : Set.of(ItemKind.named(kind)
                        .orElseThrow(
                                () -> new UsageException(KIND + " is pattern, solution or decision, not " + kind)));
    }

    private static ExitCode show(
            Lookup.Found item, Lookup lookup, boolean isRaw, FileMemoryStore store, Session session)
            throws IOException {
        session.printJson(JsonObject.builder()
                .put("store", store.location())
                .putAll(toJson(item))
                .put("text", item.json())
                .put("findings", lookup.findings().stream().map(Finding::toJson).toList())
                .build());
        if (isRaw) {
            session.out().write(item.text(), 0, item.text().length);
            session.out().flush();
            return ExitCode.DONE;
        }
        new ItemPrinter(session.style(), session.out(), session.clock().instant())
                .print(item.file().agent(), item.fields());
        session.out()
                .println("  "
                        + session.style()
                                .faint(Printable.of(item.file().path()) + ", byte " + item.offset() + ", "
                                        + Amounts.size(item.text().length)));
        return ExitCode.DONE;
    }

    private static JsonObject toJson(Lookup.Found item) {
        return JsonObject.builder()
                .put("agent", item.file().agent())
                .put("kind", item.file().kind().word())
                .put("id", item.id())
                .put("file", item.file().path())
                .put("offset", item.offset())
                .put("bytes", item.text().length)
                .build();
    }

    private static ExitCode several(String id, Lookup lookup, Session session) {
        List<Lookup.Found> found = lookup.found();
        String what = Amounts.count(found.size()) + " items have the id " + Printable.of(id)
                + ", or one that begins like it; name more of it, --agents or --kind";
        session.warn(what);
        session.printJson(ErrorDocument.of(ExitCode.FAILED, what)
                .put(
                        "matches",
                        found.stream().limit(LISTED).map(ShowCommand::toJson).toList())
                .build());
        Table table = new Table("id", "kind", "agent");
        found.stream()
                .limit(LISTED)
                .forEach(one -> table.row(
                        Printable.of(one.id()),
                        one.file().kind().word(),
                        Printable.of(one.file().agent())));
        session.out().print(table.toString(session.style()));
        if (found.size() > LISTED) {
            session.out().println(session.style().note("and " + Amounts.count(found.size() - LISTED) + " more"));
        }
        return ExitCode.FAILED;
    }
}
