package loom.aml.cli.command;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import loom.aml.app.OpenStore;
import loom.aml.app.exchange.ExportItems;
import loom.aml.app.exchange.StoreExport;
import loom.aml.cli.Command;
import loom.aml.cli.ExitCode;
import loom.aml.cli.Options;
import loom.aml.cli.Session;
import loom.aml.cli.UsageException;
import loom.aml.exchange.Reading;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** Exports items into a bundle, another store or a file of another format. */
public final class ExportCommand implements Command {
    private static final String FROM = "--from";
    private static final String HISTORY = "--history";
    private static final String OVERWRITE = "--overwrite";

    @Override
    public String example() {
        return "aml export shop.aml-bundle --history";
    }

    @Override
    public void describe(CommandSpec spec) {
        spec.addPositional(Options.operand("TO", "1", "A file or folder, which may exist already."));
        spec.addOption(Options.value(String.class, "STORE", "Export this store or file instead.", FROM));
        spec.addOption(Options.choice(
                ExchangeOptions.words(true),
                "FORMAT",
                "bundle, loom, loom-json, claude, serena or graph (by what is there, or by the name).",
                ExchangeOptions.FORMAT));
        spec.addOption(
                Options.flag("Include the records of runs, removed items and tombstones; bundles only.", HISTORY));
        spec.addOption(AgentsOption.spec());
        spec.addOption(Options.flag("Replace an earlier export that has other items.", OVERWRITE));
        ChangeOptions.describeDryRun(spec);
    }

    @Override
    public ExitCode run(ParseResult arguments, Session session) throws IOException {
        Path to = session.resolve(arguments.matchedPositionalValue(0, ""));
        boolean isDry = ChangeOptions.isDryRun(arguments);
        Reading all = source(arguments, session);
        Reading source = all.ofAgents(AgentsOption.of(arguments, all.agents(), "the source"));
        ExportItems.Request request = new ExportItems.Request(
                source, to, ExchangeOptions.format(arguments, true), Options.has(arguments, OVERWRITE), isDry);
        if (!isDry) {
            session.ifStopped("the target keeps its former items; run the command again to complete the export");
        }
        ExportItems items = new ExportItems(
                session.disk(),
                session.store().options(),
                session.store().configuration(),
                session.frontEnd(),
                session::random);
        return new ExchangePrinter(session).result(items.run(request));
    }

    private static Reading source(ParseResult arguments, Session session) throws IOException {
        String from = arguments.matchedOptionValue(FROM, "");
        boolean withHistory = Options.has(arguments, HISTORY);
        if (!from.isEmpty()) {
            if (withHistory) {
                throw new UsageException(HISTORY + " needs a store that aml works on, not " + FROM);
            }
            return ExchangeOptions.read(session, from, Optional.empty());
        }
        try (OpenStore opened = session.store().forReading()) {
            return withHistory ? StoreExport.withHistory(opened) : StoreExport.of(opened);
        }
    }
}
