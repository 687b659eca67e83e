package loom.aml.cli.command;

import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import loom.aml.app.run.AutoMigrated;
import loom.aml.app.run.DeclinedException;
import loom.aml.app.run.RunPreview;
import loom.aml.app.run.RunResult;
import loom.aml.app.text.Amounts;
import loom.aml.cli.ExitCode;
import loom.aml.cli.Session;
import loom.aml.cli.print.Style;
import loom.aml.cli.print.SumsPrinter;
import loom.aml.json.JsonWriter;
import loom.aml.run.AutoMigration;
import loom.aml.run.Report;
import loom.aml.store.Finding;
import loom.aml.store.PlanSummary;

/** Prints runs and dry runs of all commands that change a store. */
final class RunPrinter {
    private final Session session;
    private final Style style;
    private final PrintStream out;

    RunPrinter(Session session) {
        this.session = session;
        this.style = session.style();
        this.out = session.out();
    }

    /**
     * Prints the plan of a run.
     *
     * @param explain whether to list each item
     */
    ExitCode preview(RunPreview preview, boolean explain) throws IOException {
        if (session.isJson() && explain) {
            try (JsonWriter json = session.json().writer()) {
                preview.explain(json);
                json.endObject();
            }
            session.json().end();
        } else if (session.isJson()) {
            session.printJson(preview.toJson());
        } else {
            previewForPeople(preview, explain);
        }
        return ofFindings(preview.findings());
    }

    private void previewForPeople(RunPreview preview, boolean explain) throws IOException {
        PlanSummary summary = preview.summary();
        migration(preview.migration());
        if (explain) {
            preview.explain(one -> out.println(ExplainedLine.of(one, style)));
            preview.explainCompleted(one -> out.println(ExplainedLine.completed(one, style)));
        }
        new SumsPrinter(style).print(summary.byCause(), summary.byAgent(), out);
        session.show(preview.findings(), preview.known());
        if (preview.isEmpty()) {
            out.println(style.done("nothing to do"));
        } else {
            out.println(style.note("dry run: " + Amounts.items(summary.items()) + " (" + Amounts.size(summary.bytes())
                    + ") would be removed, "
                    + (summary.transformed() > 0 ? Amounts.items(summary.transformed()) + " would be completed, " : "")
                    + Amounts.of(summary.files(), "file") + " would change; nothing was changed"));
        }
    }

    /** Prints the result of a run. */
    ExitCode result(RunResult result) {
        session.printJson(result.toJson());
        Report report = result.report();
        new SumsPrinter(style).print(report.removedByCause(), report.removedByAgent(), out);
        session.show(result.findings(), result.known());
        migration(result.migration());
        step(report);
        if (result.canBeUndone()) {
            wayBack(result.run());
        }
        if (report.backup() != null) {
            out.println("  " + style.faint("safety snapshot: " + report.backup().snapshot()));
        }
        complain(report.operation(), result.outcome(), result.findings());
        session.show(result.monitoring());
        return ExitCode.of(result.outcome());
    }

    /** Reports that the user declined. */
    ExitCode declined(DeclinedException e) {
        session.messages().stream().println(session.messages().style().note(String.valueOf(e.getMessage())));
        return ExitCode.FAILED;
    }

    /** Prints the automatic migration before a run or dry run. */
    void migration(AutoMigrated migrated) {
        migrated.done().flatMap(AutoMigration.Result::report).ifPresent(this::step);
        migrated.planned()
                .filter(plan -> plan.items() > 0)
                .ifPresent(plan -> out.println(style.note("auto_migrate: " + Amounts.items(plan.items()) + " in "
                        + Amounts.of(plan.files(), "file") + " would first be migrated to "
                        + plan.how().version())));
    }

    /** With --quiet, problems are still reported. */
    private void complain(String operation, Report.Outcome outcome, List<Finding> findings) {
        if (outcome != Report.Outcome.DONE) {
            long problems = findings.stream().filter(Finding::isProblem).count();
            session.warn(operation + " was "
                    + outcome.word() + ": " + Amounts.of(problems, "problem")
                    + ", see above or --json");
        }
    }

    /** Prints a run in one line, and the command that undoes it. */
    void report(Report report) {
        step(report);
        if (report.canBeUndone()) {
            wayBack(report.run());
        }
    }

    /** Prints a step of a run in one line. */
    void step(Report report) {
        out.println(summary(report));
    }

    /** Prints the command that undoes a run. */
    void wayBack(String run) {
        out.println("  " + style.faint("undo: " + session.location().prefix() + " undo " + run));
    }

    private String summary(Report report) {
        if (report.changedFiles() == 0 && report.outcome() == Report.Outcome.DONE) {
            return style.done(report.operation() + ": nothing to do");
        }
        String freed = report.bytesFreed() < 0
                ? "store grew by " + Amounts.size(-report.bytesFreed())
                : Amounts.size(report.bytesFreed()) + " freed";
        String moved = report.recoded() > 0 && report.recoded() == report.changedFiles()
                ? report.operation() + ": " + Amounts.of(report.recoded(), "file") + " rewritten in another encoding"
                : report.operation() + ": " + movedIn(report);
        String text = moved + ", " + freed + ", " + Amounts.duration(report.duration());
        return switch (report.outcome()) {
            case DONE -> style.done(text);
            case PARTIAL, LOCKED -> style.warning(text + "; partly done");
            case FAILED -> style.failure(text + "; the run stopped");
        };
    }

    private static String movedIn(Report report) {
        List<String> moved = new ArrayList<>();
        if (report.transformed() > 0) {
            moved.add(Amounts.items(report.transformed()) + " changed");
        }
        if (report.inserted() > report.restored()) {
            moved.add(Amounts.items(report.inserted() - report.restored()) + " added");
        }
        if (report.restored() > 0) {
            moved.add(Amounts.items(report.restored()) + " restored");
        }
        if (report.removed() > 0 || moved.isEmpty()) {
            moved.add(Amounts.items(report.removed()) + " removed");
        }
        return String.join(", ", moved) + " in " + Amounts.of(report.changedFiles(), "file");
    }

    /** Returns the exit code of a dry run with these findings. */
    static ExitCode ofFindings(List<Finding> findings) {
        return findings.stream().anyMatch(Finding::isProblem) ? ExitCode.PARTIAL : ExitCode.DONE;
    }
}
