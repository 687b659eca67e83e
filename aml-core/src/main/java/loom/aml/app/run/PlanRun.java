package loom.aml.app.run;

import java.io.IOException;
import java.util.List;
import loom.aml.app.FrontEnd;
import loom.aml.app.OpenStore;
import loom.aml.app.monitor.Monitoring;
import loom.aml.backup.Backup;
import loom.aml.run.Execution;
import loom.aml.run.KnownFindings;
import loom.aml.run.Report;
import loom.aml.store.Plan;
import org.jspecify.annotations.Nullable;

/**
 * Executes a plan for a use case: with consent, as a recorded run, and with monitoring if its findings raise an alert.
 */
public final class PlanRun {
    private final OpenStore opened;
    private final FrontEnd frontEnd;
    private final @Nullable Backup backups;

    public PlanRun(OpenStore opened, FrontEnd frontEnd) {
        this(opened, frontEnd, null);
    }

    /** @param backups the backups of the store if they are open already; null opens them on demand */
    public PlanRun(OpenStore opened, FrontEnd frontEnd, @Nullable Backup backups) {
        this.opened = opened;
        this.frontEnd = frontEnd;
        this.backups = backups;
    }

    /**
     * Executes a plan.
     *
     * @param items the number of items that the store is known to have; 0 if it was not read
     * @param migration the migration that preceded it
     * @throws DeclinedException if the user did not confirm it
     */
    public RunResult execute(Plan planned, long items, AutoMigrated migration, RunOptions options)
            throws IOException, DeclinedException {
        return execute(planned, items, migration, options, (plan, execution, how) -> execution.execute(plan, how));
    }

    /** Executes a plan that was admitted completely. */
    @FunctionalInterface
    public interface Admitted {
        Report execute(Plan plan, Execution execution, Execution.Options how) throws IOException;
    }

    /**
     * Executes a plan in a custom way.
     *
     * @param items the number of items that the store is known to have; 0 if it was not read
     * @param migration the migration that preceded it
     * @param admitted executes the plan unless its removals must be skipped
     * @throws DeclinedException if the user did not confirm it
     */
    public RunResult execute(Plan planned, long items, AutoMigrated migration, RunOptions options, Admitted admitted)
            throws IOException, DeclinedException {
        Consent consent = new Consent(opened, frontEnd, options.isConfirmed());
        Plan plan = consent.admitted(planned, items);
        consent.require(plan.operation(), List.of(plan), migration.done().isPresent());
        Execution execution = migration.continued(execution());
        Execution.Options how = executionOptions(opened, options);
        Report report = plan.equals(planned) ? admitted.execute(plan, execution, how) : execution.execute(plan, how);
        migration.end(report.outcome());
        new ForgetOldRuns(opened).run();
        KnownFindings known = KnownFindings.before(opened.store(), plan.operation(), report.run());
        RunResult result = new RunResult(opened.location(), report, migration, List.of(), known);
        return new RunResult(
                opened.location(),
                report,
                migration,
                new Monitoring(opened, frontEnd).afterRun(result.findings()),
                known);
    }

    private Execution execution() {
        Execution execution = new Execution(opened.store(), opened.random());
        return backups == null ? execution : execution.using(backups);
    }

    /** Returns the options for executing a plan in a store. */
    public static Execution.Options executionOptions(OpenStore opened, RunOptions options) {
        return Execution.Options.DEFAULT
                .withBackup(options.backup())
                .withProgress(opened.store().options().progress().ofChanges());
    }
}
