package loom.aml.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import loom.aml.app.FrontEnd;
import loom.aml.app.Removals;
import loom.aml.app.text.Amounts;
import loom.aml.cli.print.FindingsPrinter;
import loom.aml.cli.print.Style;
import loom.aml.cli.print.SumsPrinter;
import loom.aml.store.Finding;
import loom.aml.store.Plan;
import loom.aml.store.PlanSummary;

/** The front end for a person or a script that runs a command. */
final class CommandLineFrontEnd implements FrontEnd {
    private final Session session;

    CommandLineFrontEnd(Session session) {
        this.session = session;
    }

    @Override
    public boolean canAsk() {
        return session.prompt().canAsk();
    }

    @Override
    public boolean confirm(Removals removals) throws IOException {
        Style style = session.messages().style();
        PrintStream err = session.messages().stream();
        new SumsPrinter(style)
                .print(
                        removals.steps().stream()
                                .map(plan -> SumsPrinter.Sums.of(PlanSummary.of(plan)))
                                .toList(),
                        err);
        for (Plan plan : removals.steps()) {
            new FindingsPrinter(style).print(plan.findings(), err);
        }
        String wayBack = removals.isUndo()
                ? ""
                : ". Removed items are archived: '" + session.location().prefix() + " undo' restores them";
        err.println(style.warning(removals.operation() + " would remove " + (removals.isUndo() ? "up to " : "")
                + Amounts.count(removals.removed()) + " of " + Amounts.items(removals.items())
                + String.format(Locale.ROOT, " (%.0f %%)", 100 * removals.share()) + wayBack));
        return session.prompt().ask("  Go on?");
    }

    @Override
    public void show(List<Finding> findings) {
        session.show(findings);
    }

    @Override
    public void warn(String what, IOException failure) {
        session.warn(what + ": " + session.inWords(failure));
    }

    @Override
    public void noticesAreDue() {
        session.dueNotices().areDue();
    }

    @Override
    public String inWords(Exception failure) {
        return session.inWords(failure);
    }
}
