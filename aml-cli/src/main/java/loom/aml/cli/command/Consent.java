package loom.aml.cli.command;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import loom.aml.backup.restore.RestorePlan;
import loom.aml.cli.Session;
import loom.aml.cli.print.Amounts;
import loom.aml.cli.print.FindingsPrinter;
import loom.aml.cli.print.Style;
import loom.aml.cli.print.SumsPrinter;
import loom.aml.config.Settings;
import loom.aml.run.Unconfirmed;
import loom.aml.run.Undo;
import loom.aml.store.MemoryStore;
import loom.aml.store.Plan;
import loom.aml.store.PlanSummary;

/**
 * Sees to it that nothing takes much of a store away unasked: asks a person at a terminal; where nobody can be asked, the removals are
 * left out, unless the command line or the configuration allows them.
 */
final class Consent {
    private final Session session;
    private final boolean isAgreed;
    private long removedBefore;

    /**
     * @param isAgreed whether the command line said so already
     */
    Consent(Session session, boolean isAgreed) {
        this.session = session;
        this.isAgreed = isAgreed;
    }

    /** Whether it may have to be asked; if not, what is planned needs not be known. */
    boolean mayBeAsked() {
        return !isAgreed && session.prompt().canAsk();
    }

    /**
     * What may be executed of a plan where nobody can be asked: all of it, or, if it removes too much with the plans before it, all
     * but its removals.
     *
     * @param atLeast items that the store is known to have; it is counted if that matters
     */
    Plan admitted(Plan plan, long atLeast, MemoryStore store) throws IOException {
        long removed = plan.forgets();
        if (removed == 0
                || isAgreed
                || session.prompt().canAsk()
                || session.configuration().get(Settings.CONFIRM_UNATTENDED).equals("allow")) {
            return plan;
        }
        double share = session.configuration().get(Settings.CONFIRM_SHARE);
        if (removedBefore + removed <= share * atLeast) {
            removedBefore += removed;
            return plan;
        }
        // What the plans before took away is no longer counted.
        long items = Math.max(atLeast, Census.of(store).items());
        if (removedBefore + removed <= share * items) {
            removedBefore += removed;
            return plan;
        }
        String operation = plan.operation();
        return Unconfirmed.of(
                plan, removed, items, operation.equals(Undo.OPERATION) || operation.equals(RestorePlan.OPERATION));
    }

    /** Whether steps may be taken, of which the plans are these: asks if that is needed. */
    boolean isGiven(String operation, List<Plan> steps, MemoryStore store) throws IOException {
        long removed = steps.stream().mapToLong(Plan::forgets).sum();
        if (!mayBeAsked() || removed == 0) {
            return true;
        }
        long items = Census.of(store).items();
        if (removed <= session.configuration().get(Settings.CONFIRM_SHARE) * items) {
            return true;
        }
        boolean isAtMost = operation.equals(Undo.OPERATION);
        Style style = session.messages().style();
        new SumsPrinter(style)
                .print(
                        steps.stream()
                                .map(plan -> SumsPrinter.Sums.of(PlanSummary.of(plan)))
                                .toList(),
                        session.messages().stream());
        steps.forEach(plan -> new FindingsPrinter(style).print(plan.findings(), session.messages().stream()));
        session.messages().stream()
                .println(style.warning(operation + " would remove " + (isAtMost ? "up to " : "") + share(removed, items)
                        + wayBack(operation)));
        return session.prompt().ask("  Go on?");
    }

    private String wayBack(String operation) {
        return operation.equals(Undo.OPERATION)
                ? ""
                : ". What leaves is kept: '" + session.location().prefix() + " undo' puts it back";
    }

    private static String share(long removed, long items) {
        return Amounts.count(removed) + " of " + Amounts.items(items)
                + String.format(Locale.ROOT, " (%.0f %%)", 100.0 * removed / Math.max(1, items));
    }
}
