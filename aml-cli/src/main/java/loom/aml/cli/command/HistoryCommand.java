package loom.aml.cli.command;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import loom.aml.cli.Command;
import loom.aml.cli.ExitCode;
import loom.aml.cli.Options;
import loom.aml.cli.Session;
import loom.aml.cli.print.Amounts;
import loom.aml.cli.print.Printable;
import loom.aml.cli.print.ShortIds;
import loom.aml.cli.print.Table;
import loom.aml.json.JsonObject;
import loom.aml.run.History;
import loom.aml.run.RecordedRun;
import loom.aml.run.Report;
import loom.aml.store.Finding;
import loom.aml.store.file.FileMemoryStore;
import loom.aml.store.log.RunRecord;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** What was done to a store. */
public final class HistoryCommand implements Command {
    private static final int SHOWN = 20;

    @Override
    public String name() {
        return "history";
    }

    @Override
    public String summary() {
        return "List the runs on the store and its backups, the newest first";
    }

    @Override
    public String example() {
        return "aml history --limit 5";
    }

    @Override
    public void describe(CommandSpec spec) {
        spec.addOption(Options.value(Integer.class, "N", "How many to list (" + SHOWN + ").", "--limit"));
    }

    @Override
    public ExitCode run(ParseResult arguments, Session session) throws IOException {
        int limit = arguments.matchedOptionValue("--limit", SHOWN);
        if (limit < 1) {
            throw new IllegalArgumentException("--limit must be at least 1: " + limit);
        }
        try (FileMemoryStore store = session.store().openReadOnly()) {
            History history = new History(store);
            List<RecordedRun> runs = history.runsWithSteps();
            Set<String> undone = History.undone(history.runs());
            List<RecordedRun> shown = runs.subList(0, Math.min(limit, runs.size()));
            session.printJson(JsonObject.builder()
                    .put("store", store.location())
                    .put("total", runs.size())
                    .put("runs", shown.stream().map(run -> toJson(run, undone)).toList())
                    .put(
                            "findings",
                            history.unreadable().stream().map(Finding::toJson).toList())
                    .build());
            print(session, shown, undone, runs.size());
            session.show(history.unreadable());
            return history.unreadable().isEmpty() ? ExitCode.DONE : ExitCode.PARTIAL;
        }
    }

    private static JsonObject toJson(RecordedRun run, Set<String> undone) {
        return fields(run, undone)
                .put(
                        "steps",
                        steps(run).map(step -> fields(step, undone).build()).toList())
                .build();
    }

    private static Stream<RecordedRun> steps(RecordedRun run) {
        return run.steps().stream().map(step -> new RecordedRun(step, List.of()));
    }

    private static JsonObject.Builder fields(RecordedRun run, Set<String> undone) {
        RunRecord record = run.record();
        JsonObject.Builder json = JsonObject.builder()
                .put("run", run.run())
                .put("sequence", record.sequence())
                .put("operation", run.operation())
                .put("started", record.startedAt().orElse(null))
                .put("duration_ms", (String) null);
        record.duration().ifPresent(duration -> json.put("duration_ms", duration.toMillis()));
        return json.put("outcome", outcomeOf(record))
                .put("items_removed", run.removed())
                .put("items_inserted", run.inserted())
                .put("items_transformed", run.transformed())
                .put("bytes_freed", run.bytesFreed())
                .put("bytes_added", run.bytesAdded())
                .put("snapshot_id", run.snapshot().orElse(null))
                .put("undoes", record.undoes().orElse(null))
                .put("undone", undone.contains(run.run()));
    }

    private static String outcomeOf(RunRecord run) {
        return run.finished().flatMap(event -> event.string("outcome")).orElse("interrupted");
    }

    private static String itemsOf(RecordedRun run) {
        List<String> items = new ArrayList<>();
        add(run.removed(), "removed", items);
        add(run.inserted(), "put back", items);
        add(run.transformed(), "changed", items);
        return String.join(", ", items);
    }

    private static void add(long count, String what, List<String> items) {
        if (count > 0) {
            items.add(Amounts.count(count) + " " + what);
        }
    }

    /** Steps that found nothing to do are only in the JSON document. */
    private static boolean isWorthShowing(RecordedRun step) {
        return !itemsOf(step).isEmpty()
                || step.bytesFreed() != 0
                || step.bytesAdded() != 0
                || !outcomeOf(step.record()).equals(Report.Outcome.DONE.word());
    }

    private static void row(Table table, RecordedRun run, String mark, Set<String> undone, ShortIds ids, Instant now) {
        table.row(
                ids.of(run.run()),
                run.record().startedAt().map(at -> Amounts.ago(at, now)).orElse("?"),
                mark + Printable.of(run.operation()),
                undone.contains(run.run()) ? "taken back" : outcomeOf(run.record()),
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
                .flatMap(run -> Stream.concat(Stream.of(run), steps(run)))
                .map(RecordedRun::run)
                .toList());
        Table table = new Table("run", "when", "operation", "outcome", "&items", ">freed");
        for (RecordedRun run : runs) {
            row(table, run, "", undone, ids, now);
            steps(run).filter(HistoryCommand::isWorthShowing).forEach(step -> row(table, step, "- ", undone, ids, now));
        }
        session.out().print(table.withoutIdleColumns().toString(session.style()));
        if (total > runs.size()) {
            session.out().println("  and " + Amounts.count(total - runs.size()) + " older ones; --limit shows more");
        }
    }
}
