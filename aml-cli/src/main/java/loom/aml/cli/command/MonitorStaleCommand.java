package loom.aml.cli.command;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import loom.aml.app.OpenStore;
import loom.aml.app.monitor.CheckMentions;
import loom.aml.app.text.Amounts;
import loom.aml.cli.Command;
import loom.aml.cli.ExitCode;
import loom.aml.cli.Options;
import loom.aml.cli.Session;
import loom.aml.cli.print.Style;
import loom.aml.cli.print.Table;
import loom.aml.io.Printable;
import loom.aml.stale.StaleMention;
import loom.aml.stale.StaleReport;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** Lists what memories mention and the repository no longer has. Writes nothing. */
public final class MonitorStaleCommand implements Command {
    private static final String REPO = "--repo";

    @Override
    public String example() {
        return "aml monitor stale";
    }

    @Override
    public void describe(CommandSpec spec) {
        spec.addOption(Options.value(String.class, "DIR", "Check against this repository.", REPO));
        spec.addOption(AgentsOption.spec());
    }

    @Override
    public ExitCode run(ParseResult arguments, Session session) throws IOException {
        String named = arguments.matchedOptionValue(REPO, "");
        Optional<Path> repository = named.isBlank() ? Optional.empty() : Optional.of(session.resolve(named));
        try (OpenStore opened = session.store().forReading()) {
            CheckMentions.Request request = new CheckMentions.Request(AgentsOption.of(arguments, opened), repository);
            CheckMentions.Result result = new CheckMentions(opened).run(request);
            session.printJson(result.toJson());
            show(result.report(), session);
            return RunPrinter.ofFindings(result.report().findings());
        }
    }

    private static void show(StaleReport report, Session session) {
        Style style = session.style();
        Table table = new Table("&item", ">line", "&mention", "_problem");
        for (StaleMention one : report.stale()) {
            table.row(
                    Printable.of(nameOf(one.source())),
                    String.valueOf(one.mention().line()),
                    Printable.of(one.mention().text()),
                    Printable.of(one.problem()));
        }
        if (!table.isEmpty()) {
            session.out().print(table.toString(style));
        }
        session.show(report.findings());
        if (report.repository().isEmpty()) {
            session.out()
                    .println(style.note(
                            "found no repository for this store, so only links between memories were checked; name it with "
                                    + REPO));
        }
        if (!report.isComplete()) {
            session.out().println(style.note("the store or the repository is too large to be checked completely"));
        }
        session.out().println(summary(report, style));
    }

    private static String nameOf(StaleMention.Source source) {
        return source.item() + (source.field().isEmpty() ? "" : " " + source.field());
    }

    private static String summary(StaleReport report, Style style) {
        String checked = "checked " + Amounts.of(report.checked(), "mention") + " in "
                + Amounts.items(report.items())
                + report.repository()
                        .map(path -> " against " + Printable.of(path))
                        .orElse("");
        int stale = report.stale().size();
        return stale == 0
                ? style.done(checked + ": nothing is stale")
                : style.warning(checked + ": " + Amounts.count(stale) + (stale == 1 ? " is stale" : " are stale")
                        + "; nothing was changed");
    }
}
