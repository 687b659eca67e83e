package loom.aml.cli.command;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import loom.aml.app.OpenStore;
import loom.aml.app.history.ListRuns;
import loom.aml.app.text.Amounts;
import loom.aml.cli.Command;
import loom.aml.cli.ExitCode;
import loom.aml.cli.Options;
import loom.aml.cli.Session;
import loom.aml.cli.print.ItemLabel;
import loom.aml.cli.print.ShortIds;
import loom.aml.cli.print.Table;
import loom.aml.run.RecordedRun;
import loom.aml.run.Report;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** Lists the runs on a store. */
public final class HistoryCommand implements Command {
    private static final int SHOWN = 20;
    private static final int SESSION_SHOWN = 8;

    @Override
    public String example() {
        return "aml history --limit 5";
    }

    @Override
    public void describe(CommandSpec spec) {
        spec.addOption(Options.value(Integer.class, "N", "Maximum number to list (" + SHOWN + ").", "--limit"));
    }

    @Override
    public ExitCode run(ParseResult arguments, Session session) throws IOException {
        ListRuns.Request request = new ListRuns.Request(arguments.matchedOptionValue("--limit", SHOWN));
        try (OpenStore opened = session.store().forReading()) {
            ListRuns.Result result = new ListRuns(opened).run(request);
            session.printJson(result.toJson());
            print(session, result.runs(), result.undone(), result.total());
            session.show(result.findings());
            return result.findings().isEmpty() ? ExitCode.DONE : ExitCode.PARTIAL;
        }
    }

    private static String itemsOf(RecordedRun run) {
        String counts = ListRuns.itemsOf(run) + author(run);
        return run.item()
                .map(item -> (counts.isEmpty() ? "" : counts + ": ") + ItemLabel.of(item.id(), item.title()))
                .orElse(counts);
    }

    /** Returns the program that made the changes, if not aml, with the beginning of the id of its session. */
    private static String author(RecordedRun run) {
        String session = run.record()
                .session()
                .map(id -> ", session " + id.substring(0, Math.min(SESSION_SHOWN, id.length())))
                .orElse("");
        return run.record()
                .program()
                .filter(program -> run.steps().isEmpty())
                .map(program -> " by " + program + session)
                .orElse("");
    }

    /** Steps without changes are only in the JSON document. */
    private static boolean isWorthShowing(RecordedRun step) {
        return !itemsOf(step).isEmpty()
                || step.bytesFreed() != 0
                || step.bytesAdded() != 0
                || !ListRuns.outcomeOf(step.record()).equals(Report.Outcome.DONE.word());
    }

    private static void row(Table table, RecordedRun run, String mark, Set<String> undone, ShortIds ids, Instant now) {
        table.row(
                ids.of(run.run()),
                run.record().startedAt().map(at -> Amounts.ago(at, now)).orElse("?"),
                mark + run.operation(),
                undone.contains(run.run()) ? "undone" : ListRuns.outcomeOf(run.record()),
                itemsOf(run),
                Amounts.size(run.bytesFreed()));
    }

    private static void print(Session session, List<RecordedRun> runs, Set<String> undone, int total) {
        if (runs.isEmpty()) {
            session.out().println(session.style().note("no run has changed this store yet"));
            return;
        }
        Instant now = session.clock().instant();
        ShortIds ids = new ShortIds(runs.stream()
                .flatMap(run -> Stream.concat(Stream.of(run), ListRuns.steps(run)))
                .map(RecordedRun::run)
                .toList());
        Table table = new Table("run", "when", "operation", "outcome", "_items", ">freed");
        for (RecordedRun run : runs) {
            row(table, run, "", undone, ids, now);
            ListRuns.steps(run)
                    .filter(HistoryCommand::isWorthShowing)
                    .forEach(step -> row(table, step, "- ", undone, ids, now));
        }
        session.out().print(table.withoutIdleColumns().toString(session.style()));
        if (total > runs.size()) {
            session.out()
                    .println("  and " + Amounts.count(total - runs.size()) + " older ones; use --limit to show more");
        }
    }
}
