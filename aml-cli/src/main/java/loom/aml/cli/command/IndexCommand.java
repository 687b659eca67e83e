package loom.aml.cli.command;

import java.io.IOException;
import loom.aml.app.OpenStore;
import loom.aml.app.search.UpdateIndex;
import loom.aml.app.text.Amounts;
import loom.aml.cli.Command;
import loom.aml.cli.ExitCode;
import loom.aml.cli.Options;
import loom.aml.cli.Session;
import loom.aml.index.UpdateResult;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** Updates the search index. */
public final class IndexCommand implements Command {
    private static final String REBUILD = "--rebuild";

    @Override
    public String example() {
        return "aml optimize index";
    }

    @Override
    public void describe(CommandSpec spec) {
        spec.addOption(Options.flag("Rebuild the index from scratch.", REBUILD));
    }

    @Override
    public ExitCode run(ParseResult arguments, Session session) throws IOException {
        try (OpenStore opened = session.store().forReading()) {
            UpdateIndex.Result result =
                    new UpdateIndex(opened).run(new UpdateIndex.Request(Options.has(arguments, REBUILD)));
            session.printJson(result.toJson());
            UpdateResult update = result.update();
            session.show(update.findings());
            session.out().println(session.style().done(summaryOf(update)));
            return RunPrinter.ofFindings(update.findings());
        }
    }

    static String summaryOf(UpdateResult update) {
        String stands = Amounts.items(update.items()) + ", " + Amounts.size(update.bytes());
        return switch (update.kind()) {
            case FRESH -> "index: up to date, " + stands;
            case BUILT -> "index: built, " + stands + ", " + Amounts.duration(update.duration());
            case UPDATED ->
                "index: " + stands + "; " + Amounts.of(update.read(), "file") + " read, "
                        + Amounts.items(update.added()) + " written, " + Amounts.count(update.removed())
                        + " removed, "
                        + Amounts.duration(update.duration());
        };
    }
}
