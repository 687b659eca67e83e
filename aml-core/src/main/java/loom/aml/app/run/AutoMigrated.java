package loom.aml.app.run;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import loom.aml.app.OpenStore;
import loom.aml.item.ItemKind;
import loom.aml.json.JsonObject;
import loom.aml.migrate.MigrationPlan;
import loom.aml.run.AutoMigration;
import loom.aml.run.Execution;
import loom.aml.run.Job;
import loom.aml.run.Report;
import loom.aml.store.Finding;

/**
 * The automatic migration ({@code auto_migrate}) before a run.
 *
 * @param done the executed migration; empty if disabled, or in a dry run
 * @param planned the planned migration of a dry run
 * @param job the run of which the migration is the first step; empty if nothing was migrated
 */
public record AutoMigrated(Optional<AutoMigration.Result> done, Optional<MigrationPlan> planned, Optional<Job> job)
        implements AutoCloseable {
    public static final AutoMigrated NOT_SET = new AutoMigrated(Optional.empty(), Optional.empty(), Optional.empty());

    /**
     * Migrates older items if enabled. The migration is the first step of the run, which ends when this is closed.
     *
     * @param operation the operation of the run
     */
    public static AutoMigrated execute(OpenStore opened, String operation, RunOptions options) throws IOException {
        Optional<AutoMigration> migration = migrationOf(opened);
        if (migration.isEmpty()) {
            return NOT_SET;
        }
        MigrationPlan plan = migration.get().plan(opened.store());
        if (plan.changes().isEmpty()) {
            return done(new AutoMigration.Result(Optional.empty(), plan.findings()), Optional.empty());
        }
        Execution execution = new Execution(opened.store(), opened.random());
        Execution.Options how = Execution.Options.DEFAULT.withBackup(options.backup());
        Job job = execution.begin(operation);
        boolean isDone = false;
        try {
            Report report = execution.within(job).execute(plan, how);
            isDone = true;
            return done(new AutoMigration.Result(Optional.of(report), report.findings()), Optional.of(job));
        } finally {
            if (!isDone) {
                job.close();
            }
        }
    }

    private static AutoMigrated done(AutoMigration.Result result, Optional<Job> job) {
        return new AutoMigrated(Optional.of(result), Optional.empty(), job);
    }

    /** Returns an execution whose runs are further steps of this run. */
    public Execution continued(Execution execution) {
        return job.map(execution::within).orElse(execution);
    }

    /**
     * Ends the run, if items were migrated.
     *
     * @param rest the outcome of the other steps
     */
    public void end(Report.Outcome rest) throws IOException {
        if (job.isPresent()) {
            job.get().end(outcome().and(rest));
        }
    }

    @Override
    public void close() throws IOException {
        if (job.isPresent()) {
            job.get().close();
        }
    }

    /** Notes have no schema versions. */
    private static Optional<AutoMigration> migrationOf(OpenStore opened) {
        return opened.store().kinds().contains(ItemKind.PATTERN)
                ? opened.policies().autoMigration()
                : Optional.empty();
    }

    /** Plans the migration of older items if enabled. */
    public static AutoMigrated plan(OpenStore opened) throws IOException {
        Optional<AutoMigration> migration = migrationOf(opened);
        return migration.isEmpty() ? NOT_SET : planned(migration.get().plan(opened.store()));
    }

    /** Returns a migration that is only planned. */
    public static AutoMigrated planned(MigrationPlan plan) {
        return new AutoMigrated(Optional.empty(), Optional.of(plan), Optional.empty());
    }

    public List<Finding> findings() {
        return done.map(AutoMigration.Result::findings)
                .or(() -> planned.map(MigrationPlan::findings))
                .orElse(List.of());
    }

    public Report.Outcome outcome() {
        return done.map(AutoMigration.Result::outcome).orElse(Report.Outcome.DONE);
    }

    /** Returns this part of the document of a run; null if disabled or if there is nothing to migrate. */
    public JsonObject toJson() {
        JsonObject.Builder json = JsonObject.builder().put("migration", (JsonObject) null);
        done.ifPresent(result ->
                json.put("migration", result.report().map(Report::toJson).orElse(null)));
        planned.filter(plan -> plan.items() > 0)
                .ifPresent(plan -> json.put(
                        "migration",
                        JsonObject.builder()
                                .put("to", plan.how().version().toString())
                                .put("items_transformed", plan.items())
                                .put("files_changed", plan.files())
                                .build()));
        return json.build();
    }
}
