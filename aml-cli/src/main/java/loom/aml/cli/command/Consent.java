package loom.aml.cli.command;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import loom.aml.cli.Session;
import loom.aml.cli.print.Amounts;
import loom.aml.cli.print.FindingsPrinter;
import loom.aml.cli.print.Style;
import loom.aml.cli.print.SumsPrinter;
import loom.aml.config.Settings;
import loom.aml.run.Undo;
import loom.aml.store.MemoryStore;
import loom.aml.store.Plan;
import loom.aml.store.PlanSummary;

/** Asks a person at a terminal before a command takes much of a store away. Nobody else is ever asked. */
final class Consent {
    private final Session session;
    private final boolean isAgreed;

    /**
     * @param isAgreed whether the command line said so already
     */
    Consent(Session session, boolean isAgreed) {
        this.session = session;
        this.isAgreed = isAgreed;
    }

    /** Whether it may have to be asked; if not, what is planned needs not be known. */
    boolean mayBeAsked() {
        return !isAgreed && session.canAsk();
    }

    /** Whether steps may be taken, of which the plans are these: asks if that is needed. */
    boolean isGiven(String operation, List<Plan> steps, MemoryStore store) throws IOException {
        long removed = steps.stream().mapToLong(Plan::removes).sum();
        if (!mayBeAsked() || removed == 0) {
            return true;
        }
        long items = Census.of(store).items();
        if (removed <= session.configuration().get(Settings.CONFIRM_SHARE) * items) {
            return true;
        }
        boolean isAtMost = operation.equals(Undo.OPERATION);
        Style style = session.errorStyle();
        new SumsPrinter(style)
                .print(
                        steps.stream()
                                .map(plan -> SumsPrinter.Sums.of(PlanSummary.of(plan)))
                                .toList(),
                        session.err());
        steps.forEach(plan -> new FindingsPrinter(style).print(plan.findings(), session.err()));
        session.err()
                .println(style.warning(operation + " would remove " + (isAtMost ? "up to " : "") + share(removed, items)
                        + wayBack(operation)));
        return session.ask("  Go on?");
    }

    private String wayBack(String operation) {
        return operation.equals(Undo.OPERATION)
                ? ""
                : ". What leaves is kept: '" + session.prefix() + " undo' puts it back";
    }

    private static String share(long removed, long items) {
        return Amounts.count(removed) + " of " + Amounts.items(items)
                + String.format(Locale.ROOT, " (%.0f %%)", 100.0 * removed / Math.max(1, items));
    }
}
