package loom.aml.cli.command;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import loom.aml.cli.ExitCode;
import loom.aml.cli.Session;
import loom.aml.cli.print.Amounts;
import loom.aml.cli.print.ChangedLines;
import loom.aml.cli.print.Printable;
import loom.aml.cli.print.Style;
import loom.aml.cli.print.Table;
import loom.aml.json.JsonObject;
import loom.aml.migrate.MigrationPlan;
import loom.aml.store.Finding;
import loom.aml.store.file.FileMemoryStore;

/** Shows what a migration would do. */
final class MigrationPrinter {
    private final Session session;
    private final FileMemoryStore store;
    private final Style style;
    private final PrintStream out;

    MigrationPrinter(Session session, FileMemoryStore store) {
        this.session = session;
        this.store = store;
        this.style = session.style();
        this.out = session.out();
    }

    /**
     * Shows a plan that is not executed.
     *
     * @param isDry whether nothing was to be done anyway
     * @param withSamples whether to show an item of each kind before and after
     */
    ExitCode show(MigrationPlan plan, boolean isDry, boolean withSamples) {
        List<Finding> findings = new ArrayList<>(store.recovered());
        findings.addAll(plan.findings());
        session.printJson(JsonObject.builder()
                .put("store", store.location())
                .put("dry_run", isDry)
                .putAll(plan.toJson())
                .put("findings", findings.stream().map(Finding::toJson).toList())
                .build());
        steps(plan);
        if (withSamples) {
            samples(plan);
        }
        session.show(findings);
        warn(plan);
        if (plan.isStopped()) {
            session.warn("nothing can be migrated: " + Amounts.items(plan.bad()) + " cannot be; see above or --json");
            return ExitCode.FAILED;
        }
        out.println(
                plan.items() == 0
                        ? style.done("nothing to migrate: all items that can be are where they should be")
                        : style.note(
                                "dry run: " + Amounts.items(plan.items()) + " in " + Amounts.of(plan.files(), "file")
                                        + " would be migrated to " + plan.how().version() + "; nothing was changed"));
        return findings.stream().anyMatch(Finding::isProblem) ? ExitCode.PARTIAL : ExitCode.DONE;
    }

    /** What must be known before it is done. */
    void warn(MigrationPlan plan) {
        if (plan.leavesRuntimeBehind()) {
            out.println(style.warning("the TypeScript runtime cannot read schema "
                    + plan.how().version() + ": its pattern queries fail on such items"));
        }
    }

    private void steps(MigrationPlan plan) {
        if (!plan.steps().isEmpty()) {
            Table table = new Table("step", ">items", "&what it does");
            plan.steps()
                    .forEach(step ->
                            table.row(step.from() + " > " + step.to(), Amounts.count(step.items()), step.summary()));
            out.println(table.toString(style));
        }
    }

    private void samples(MigrationPlan plan) {
        for (MigrationPlan.Sample sample : plan.samples()) {
            out.println("  " + style.bold(sample.kind().word() + " " + Printable.of(sample.id()))
                    + "  before (-) and after (+)");
            ChangedLines.print(sample.textBefore(), sample.textAfter(), style, out);
            out.println();
        }
        if (!plan.samples().isEmpty()) {
            out.println("  " + style.faint("one item of each kind; --json shows them whole"));
        }
    }
}
