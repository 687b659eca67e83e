package loom.aml.cli.command;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import loom.aml.app.OpenStore;
import loom.aml.app.exchange.ImportItems;
import loom.aml.app.exchange.UnpackHistory;
import loom.aml.app.run.DeclinedException;
import loom.aml.cli.Command;
import loom.aml.cli.ExitCode;
import loom.aml.cli.Options;
import loom.aml.cli.Session;
import loom.aml.cli.UsageException;
import loom.aml.exchange.Reading;
import loom.aml.exchange.Strategy;
import loom.aml.item.ItemKind;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** Imports items from another store, a file or another program. */
public final class ImportCommand implements Command {
    private static final String STRATEGY = "--strategy";
    private static final String AS = "--as";
    private static final String HISTORY = "--history";
    private static final List<String> STRATEGIES = List.of("append", "merge", "replace");

    @Override
    public String example() {
        return "aml import ../shop/.claude/memory --strategy merge --dry-run";
    }

    @Override
    public void describe(CommandSpec spec) {
        spec.addPositional(
                Options.operand(
                        "FROM",
                        "1",
                        "A store, memory.jsonl, bundle, JSON export, issues.jsonl, a folder of basic-memory, or a database of mem0, claude-mem or mcp-memory-service."));
        spec.addOption(Options.choice(
                STRATEGIES,
                "STRATEGY",
                "append: add what is missing; merge: also take newer versions; replace: have exactly these items (append).",
                STRATEGY));
        spec.addOption(Options.choice(
                ItemArgument.KINDS.subList(0, 3),
                "KIND",
                "Store notes as patterns, solutions or decisions (by their type).",
                AS));
        spec.addOption(Options.choice(
                ExchangeOptions.words(false),
                "FORMAT",
                "The format of FROM (recognized by its content).",
                ExchangeOptions.FORMAT));
        spec.addOption(AgentsOption.spec());
        spec.addOption(Options.value(
                String.class, "DIR", "Unpack the history in a bundle into a new folder, for reading.", HISTORY));
        ChangeOptions.describe(spec);
    }

    @Override
    public ExitCode run(ParseResult arguments, Session session) throws IOException {
        String from = arguments.matchedPositionalValue(0, "");
        String word = arguments.matchedOptionValue(STRATEGY, "append");
        Strategy strategy =
                Strategy.named(word).orElseThrow(() -> UsageException.unknown("strategy", word, STRATEGIES));
        Optional<ItemKind> kind = Optional.of(arguments.matchedOptionValue(AS, ""))
                .filter(name -> !name.isEmpty())
                .map(ItemArgument::kind);
        Optional<String> history =
                Optional.of(arguments.matchedOptionValue(HISTORY, "")).filter(folder -> !folder.isEmpty());
        ChangeOptions options = ChangeOptions.of(arguments);
        // Verified as a whole before the store is opened.
        Reading source = ExchangeOptions.read(session, from, ExchangeOptions.format(arguments, false));
        Set<String> agents = AgentsOption.of(arguments, source.agents(), "the source");
        ExchangePrinter printer = new ExchangePrinter(session);
        ImportItems.Request request = new ImportItems.Request(source, strategy, kind, agents);
        try (OpenStore opened = options.open(session)) {
            ImportItems items = new ImportItems(opened, session.frontEnd());
            if (options.isDry()) {
                return printer.preview(items.preview(request));
            }
            if (history.isPresent()) {
                new UnpackHistory(session.disk()).run(source, session.resolve(history.get()));
            }
            return printer.result(items.run(request, options.run()));
        } catch (DeclinedException e) {
            return new RunPrinter(session).declined(e);
        }
    }
}
