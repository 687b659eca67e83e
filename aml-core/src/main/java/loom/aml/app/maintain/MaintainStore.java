package loom.aml.app.maintain;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import loom.aml.app.ClockJudgement;
import loom.aml.app.FrontEnd;
import loom.aml.app.OpenStore;
import loom.aml.app.backup.CopyBackups;
import loom.aml.app.backup.OpenBackups;
import loom.aml.app.monitor.Monitoring;
import loom.aml.app.run.Consent;
import loom.aml.app.run.DeclinedException;
import loom.aml.app.run.PlanRun;
import loom.aml.app.run.RunOptions;
import loom.aml.maintain.Maintenance;
import loom.aml.run.Execution;
import loom.aml.run.KnownFindings;
import loom.aml.storage.Unlocking;
import loom.aml.store.ClockVerdict;
import loom.aml.store.Plan;

/** Runs the daily job: back up, migrate, collect garbage, prune, compress, index, copy the backups and monitor. */
public final class MaintainStore {
    private static final String OPERATION = "maintain";

    private final OpenStore opened;
    private final FrontEnd frontEnd;
    private final Monitoring monitoring;

    public MaintainStore(OpenStore opened, FrontEnd frontEnd) {
        this.opened = opened;
        this.frontEnd = frontEnd;
        this.monitoring = new Monitoring(opened, frontEnd);
    }

    /**
     * The request.
     *
     * @param isClockTrusted whether the user trusts the clock in any case
     */
    public record Request(boolean isClockTrusted) {}

    /** Plans the job. */
    public MaintainPreview preview(Request request) throws IOException {
        ClockVerdict clock = ClockJudgement.of(opened, request.isClockTrusted());
        return new MaintainPreview(
                opened.location(),
                opened.store().recovered(),
                maintenance(clock).plan(),
                KnownFindings.of(opened.store(), OPERATION));
    }

    /**
     * Runs the job.
     *
     * @throws DeclinedException if the user did not confirm the removals
     */
    public MaintainResult run(Request request, RunOptions options) throws IOException, DeclinedException {
        Maintenance maintenance = maintenance(clock(request, options));
        Consent consent = new Consent(opened, frontEnd, options.isConfirmed());
        if (consent.mayAsk()) {
            Maintenance.Plans plans = maintenance.plan();
            consent.require(OPERATION, steps(plans), false);
        }
        Maintenance.Result result = maintenance.run(
                new Execution(opened.store(), opened.random()),
                PlanRun.executionOptions(opened, options),
                new Maintenance.Gate() {
                    @Override
                    public Plan admit(Plan plan, long items) throws IOException {
                        return consent.admitted(plan, items);
                    }

                    @Override
                    public void backupFailed(IOException e) {
                        monitoring.backupFailed(e);
                    }
                });
        KnownFindings known = KnownFindings.before(opened.store(), OPERATION, result.run());
        return new MaintainResult(opened.location(), result, copies(result), monitoring.afterwards(), known);
    }

    /** Copies the backups after the run, so that the copies have its record. */
    private Optional<CopyBackups.Result> copies(Maintenance.Result result) throws IOException {
        if (result.backup().isEmpty()) {
            return Optional.empty();
        }
        try (OpenBackups backups = OpenBackups.of(opened)) {
            return Optional.of(new CopyBackups(backups, Unlocking.Passphrase.NONE).afterJob());
        }
    }

    /**
     * Judges the clock by the run records. They are stored beside the backups: a job that cannot read them cannot back
     * up anything either.
     */
    private ClockVerdict clock(Request request, RunOptions options) throws IOException {
        try {
            return ClockJudgement.of(opened, request.isClockTrusted());
        } catch (IOException e) {
            if (options.backup()) {
                monitoring.backupFailed(e);
            }
            throw e;
        }
    }

    private static List<Plan> steps(Maintenance.Plans plans) {
        List<Plan> steps = new ArrayList<>(List.of(plans.gc(), plans.prune()));
        plans.merge().ifPresent(steps::add);
        return steps;
    }

    private Maintenance maintenance(ClockVerdict clock) {
        return new Maintenance(opened.store(), opened.policies().maintain(), clock);
    }
}
