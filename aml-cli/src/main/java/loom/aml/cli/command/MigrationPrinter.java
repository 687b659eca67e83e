package loom.aml.cli.command;

import java.io.PrintStream;
import loom.aml.app.migrate.MigrationPreview;
import loom.aml.app.text.Amounts;
import loom.aml.cli.ExitCode;
import loom.aml.cli.Session;
import loom.aml.cli.print.ChangedLines;
import loom.aml.cli.print.Style;
import loom.aml.cli.print.Table;
import loom.aml.io.Printable;
import loom.aml.migrate.MigrationPlan;

/** Prints the plan of a migration. */
final class MigrationPrinter {
    private final Session session;
    private final Style style;
    private final PrintStream out;

    MigrationPrinter(Session session) {
        this.session = session;
        this.style = session.style();
        this.out = session.out();
    }

    /**
     * Prints a migration plan that is not executed.
     *
     * @param withSamples whether to show an item of each kind before and after
     */
    ExitCode show(MigrationPreview preview, boolean withSamples) {
        session.printJson(preview.toJson());
        MigrationPlan plan = preview.plan();
        steps(plan);
        if (withSamples) {
            samples(plan);
        }
        session.show(preview.findings());
        warn(plan);
        if (plan.isStopped()) {
            session.warn("nothing can be migrated: " + Amounts.items(plan.bad()) + " cannot be; see above or --json");
            return ExitCode.FAILED;
        }
        out.println(
                plan.items() == 0
                        ? style.done("nothing to migrate: all items that can be migrated have the version")
                        : style.note(
                                "dry run: " + Amounts.items(plan.items()) + " in " + Amounts.of(plan.files(), "file")
                                        + " would be migrated to " + plan.how().version() + "; nothing was changed"));
        return RunPrinter.ofFindings(preview.findings());
    }

    /** Prints warnings about the target version. */
    void warn(MigrationPlan plan) {
        if (plan.leavesRuntimeBehind()) {
            out.println(style.warning("the TypeScript runtime cannot read schema "
                    + plan.how().version() + ": its pattern queries fail on such items"));
        }
    }

    private void steps(MigrationPlan plan) {
        if (!plan.steps().isEmpty()) {
            Table table = new Table("step", ">items", "&description");
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
