package loom.aml.app.run;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import loom.aml.app.OpenStore;
import loom.aml.json.JsonObject;
import loom.aml.migrate.MigrationPlan;
import loom.aml.run.AutoMigration;
import loom.aml.run.Execution;
import loom.aml.run.Report;
import loom.aml.store.Finding;

/**
 * What {@code auto_migrate} did before a run, or would do.
 *
 * @param done what it did; empty if it is not set, or in a dry run
 * @param planned what it would do, in a dry run
 */
public record AutoMigrated(Optional<AutoMigration.Result> done, Optional<MigrationPlan> planned) {
    public static final AutoMigrated NOT_SET = new AutoMigrated(Optional.empty(), Optional.empty());

    /** Migrates older items, if that is set. */
    public static AutoMigrated execute(OpenStore opened, RunOptions options) throws IOException {
        Optional<AutoMigration> migration = opened.policies().autoMigration();
        if (migration.isEmpty()) {
            return NOT_SET;
        }
        Execution execution = new Execution(opened.store(), opened.random());
        Execution.Options how = Execution.Options.DEFAULT.withBackup(options.backup());
        return new AutoMigrated(Optional.of(migration.get().run(opened.store(), execution, how)), Optional.empty());
    }

    /** Plans the migration of older items, if that is set. */
    public static AutoMigrated plan(OpenStore opened) throws IOException {
        Optional<AutoMigration> migration = opened.policies().autoMigration();
        return migration.isEmpty()
                ? NOT_SET
                : new AutoMigrated(Optional.empty(), Optional.of(migration.get().plan(opened.store())));
    }

    public List<Finding> findings() {
        return done.map(AutoMigration.Result::findings)
                .or(() -> planned.map(MigrationPlan::findings))
                .orElse(List.of());
    }

    public Report.Outcome outcome() {
        return done.map(AutoMigration.Result::outcome).orElse(Report.Outcome.DONE);
    }

    /** Returns its part of the document of a run: null if it is not set, or there is nothing to migrate. */
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
