package loom.aml.cli.command;

import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import loom.aml.cli.ExitCode;
import loom.aml.cli.Session;
import loom.aml.cli.print.Amounts;
import loom.aml.cli.print.Style;
import loom.aml.cli.print.SumsPrinter;
import loom.aml.config.Settings;
import loom.aml.json.JsonObject;
import loom.aml.json.JsonWriter;
import loom.aml.prune.PrunePlan;
import loom.aml.run.Execution;
import loom.aml.run.OldRuns;
import loom.aml.run.Report;
import loom.aml.store.Explanation;
import loom.aml.store.Finding;
import loom.aml.store.Plan;
import loom.aml.store.PlanSummary;
import loom.aml.store.file.FileMemoryStore;
import loom.aml.tidy.GcPlan;

/** Shows a plan, or executes it and shows what came of it: the same way for every command that changes a store. */
final class Executed {
    private final Session session;
    private final FileMemoryStore store;
    private final AutoMigrated before;

    Executed(Session session, FileMemoryStore store) {
        this(session, store, AutoMigrated.NOT_SET);
    }

    /**
     * @param before what was migrated before
     */
    Executed(Session session, FileMemoryStore store, AutoMigrated before) {
        this.session = session;
        this.store = store;
        this.before = before;
    }

    /** Shows what a plan would do. */
    ExitCode show(Plan plan, boolean explain) throws IOException {
        if (session.isJson()) {
            showAsJson(plan, explain);
        } else {
            showToPeople(plan, explain);
        }
        return findings(plan).stream().anyMatch(Finding::isProblem) ? ExitCode.PARTIAL : ExitCode.DONE;
    }

    private void showAsJson(Plan plan, boolean explain) throws IOException {
        try (JsonWriter json = session.json().writer()) {
            json.fields(JsonObject.builder()
                    .put("store", store.location())
                    .put("dry_run", true)
                    .put("operation", plan.operation())
                    .put("policy", plan.policy())
                    .putAll(before.toJson())
                    .putAll(PlanSummary.of(plan).toJson())
                    .put(
                            "findings",
                            findings(plan).stream().map(Finding::toJson).toList())
                    .build());
            if (explain) {
                json.beginList("explained");
                Explanation.read(store, plan.changes(), one -> json.value(one.toJson()));
                json.endList();
                if (plan.transforms() > 0) {
                    json.beginList("completed");
                    Explanation.readTransformed(store, plan.changes(), json::value);
                    json.endList();
                }
            }
            json.endObject();
        }
        session.json().end();
    }

    private List<Finding> findings(Plan plan) {
        List<Finding> all = new ArrayList<>(store.recovered());
        all.addAll(withThoseBefore(plan.findings()));
        return all;
    }

    /** The findings of the migration before and of the run itself, each once. */
    private List<Finding> withThoseBefore(List<Finding> findings) {
        Set<Finding> all = new LinkedHashSet<>(before.findings());
        all.addAll(findings);
        return List.copyOf(all);
    }

    private void showToPeople(Plan plan, boolean explain) throws IOException {
        PrintStream out = session.out();
        Style style = session.style();
        PlanSummary summary = PlanSummary.of(plan);
        before.print(session);
        if (explain) {
            Explanation.read(store, plan.changes(), one -> out.println(ExplainedLine.of(one, style)));
            Explanation.readTransformed(store, plan.changes(), one -> out.println(ExplainedLine.completed(one, style)));
        }
        new SumsPrinter(style).print(summary.byCause(), summary.byAgent(), out);
        session.show(findings(plan));
        if (plan.changes().isEmpty()) {
            out.println(style.done("nothing to do"));
        } else {
            out.println(style.note("dry run: " + Amounts.items(summary.items()) + " (" + Amounts.size(summary.bytes())
                    + ") would leave, "
                    + (summary.transformed() > 0 ? Amounts.items(summary.transformed()) + " would be completed, " : "")
                    + Amounts.of(summary.files(), "file") + " would change; nothing was changed"));
        }
    }

    /** Somebody was asked and said no. */
    static ExitCode notDone(Session session, boolean isMigrated) {
        String what = isMigrated ? "nothing was removed" : "nothing was changed";
        session.messages().stream().println(session.messages().style().note(what));
        return ExitCode.FAILED;
    }

    /** Executes a plan, if nobody who is asked objects, and shows what came of it. */
    ExitCode execute(Plan planned, ChangeOptions options) throws IOException {
        Consent consent = new Consent(session, options.isAgreed());
        Plan plan = consent.admitted(planned, lookedAt(planned), store);
        if (!consent.isGiven(plan.operation(), List.of(plan), store)) {
            return notDone(session, before.done().isPresent());
        }
        Report report = new Execution(store, session.random())
                .execute(
                        plan,
                        Execution.Options.DEFAULT
                                .withBackup(options.backup())
                                .withProgress(session.messages().progress()));
        new OldRuns(store.logs(), session.configuration().get(Settings.RUNS_KEEP)).forget();
        List<Finding> findings = withThoseBefore(report.findings());
        Report.Outcome outcome = report.outcome().and(before.outcome());
        session.printJson(JsonObject.builder()
                .put("store", store.location())
                .put("dry_run", false)
                .putAll(report.toJson())
                .putAll(before.toJson())
                .put("outcome", outcome.word())
                .put("findings", findings.stream().map(Finding::toJson).toList())
                .build());
        PrintStream out = session.out();
        Style style = session.style();
        new SumsPrinter(style).print(report.removedByCause(), report.removedByAgent(), out);
        session.show(findings);
        before.print(session);
        out.println(summaryOf(report, session));
        if (report.backup() != null) {
            out.println("  "
                    + style.faint(
                            "the store before: snapshot " + report.backup().snapshot()));
        }
        complain(report.operation(), outcome, findings);
        if (Watching.isToBeTold(findings)) {
            Watching.afterwards(session, store).ifPresent(taken -> session.show(taken.findings()));
        }
        return ExitCode.of(outcome);
    }

    /** Items that the store is known to have. */
    private static long lookedAt(Plan plan) {
        return plan instanceof PrunePlan prune ? prune.items() : plan instanceof GcPlan gc ? gc.items() : 0;
    }

    /** With --quiet what went wrong must still be said. */
    private void complain(String operation, Report.Outcome outcome, List<Finding> findings) {
        if (outcome != Report.Outcome.DONE) {
            long problems = findings.stream().filter(Finding::isProblem).count();
            session.warn(operation + " was "
                    + outcome.word() + ": " + Amounts.of(problems, "problem")
                    + ", see above or --json");
        }
    }

    /** A run in a line, and the way back from it. */
    static String summaryOf(Report report, Session session) {
        Style style = session.style();
        if (report.changedFiles() == 0 && report.outcome() == Report.Outcome.DONE) {
            return style.done(report.operation() + ": nothing to do");
        }
        String freed = report.bytesFreed() < 0
                ? "store grew by " + Amounts.size(-report.bytesFreed())
                : Amounts.size(report.bytesFreed()) + " freed";
        String moved = report.recoded() > 0 && report.recoded() == report.changedFiles()
                ? report.operation() + ": " + Amounts.of(report.recoded(), "file") + " stored anew"
                : report.operation() + ": " + movedIn(report);
        String text = moved + ", " + freed + ", " + Amounts.duration(report.duration());
        String back = report.canBeTakenBack()
                ? "\n  " + style.faint("take it back: " + session.location().prefix() + " undo " + report.run())
                : "";
        return switch (report.outcome()) {
            case DONE -> style.done(text) + back;
            case PARTIAL, LOCKED -> style.warning(text + "; not all could be done") + back;
            case FAILED -> style.failure(text + "; the run stopped") + back;
        };
    }

    private static String movedIn(Report report) {
        List<String> moved = new ArrayList<>();
        if (report.transformed() > 0) {
            moved.add(Amounts.items(report.transformed()) + " changed");
        }
        if (report.inserted() > 0) {
            moved.add(Amounts.items(report.inserted()) + " put back or saved");
        }
        if (report.removed() > 0 || moved.isEmpty()) {
            moved.add(Amounts.items(report.removed()) + " removed");
        }
        return String.join(", ", moved) + " in " + Amounts.of(report.changedFiles(), "file");
    }
}
