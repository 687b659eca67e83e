package loom.aml.cli.command;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import loom.aml.cli.Session;
import loom.aml.cli.print.Amounts;
import loom.aml.json.JsonObject;
import loom.aml.migrate.MigrationPlan;
import loom.aml.run.AutoMigration;
import loom.aml.run.Execution;
import loom.aml.run.Report;
import loom.aml.store.Finding;
import loom.aml.store.file.FileMemoryStore;

/**
 * What {@code auto_migrate} did before another run, or would do.
 *
 * @param done what it did; nothing if it is not set, or if only a look was asked for
 * @param planned what it would do, if only a look was asked for
 */
record AutoMigrated(Optional<AutoMigration.Result> done, Optional<MigrationPlan> planned) {
    static final AutoMigrated NOT_SET = new AutoMigrated(Optional.empty(), Optional.empty());

    /** A store that is open, its older items brought up if that is set. */
    record Store(FileMemoryStore store, AutoMigrated migrated) implements AutoCloseable {
        @Override
        public void close() throws IOException {
            store.close();
        }
    }

    /** Opens a store for what is asked. */
    static Store open(Session session, ChangeOptions options) throws IOException {
        Optional<AutoMigration> migration = session.configuration().policies().autoMigration();
        FileMemoryStore store = options.open(session);
        boolean isReady = false;
        try {
            AutoMigrated migrated = migration.isEmpty() ? NOT_SET : of(migration.get(), store, session, options);
            isReady = true;
            return new Store(store, migrated);
        } finally {
            if (!isReady) {
                store.close();
            }
        }
    }

    private static AutoMigrated of(
            AutoMigration migration, FileMemoryStore store, Session session, ChangeOptions options) throws IOException {
        if (options.isDry()) {
            return new AutoMigrated(Optional.empty(), Optional.of(migration.plan(store)));
        }
        Execution execution = new Execution(store, session.random());
        Execution.Options how = Execution.Options.DEFAULT.withBackup(options.backup());
        return new AutoMigrated(Optional.of(migration.run(store, execution, how)), Optional.empty());
    }

    List<Finding> findings() {
        return done.map(AutoMigration.Result::findings)
                .or(() -> planned.map(MigrationPlan::findings))
                .orElse(List.of());
    }

    Report.Outcome outcome() {
        return done.map(AutoMigration.Result::outcome).orElse(Report.Outcome.DONE);
    }

    /** What is said of it in the one document of {@code --json}: null if it is not set, or there is nothing to bring up. */
    JsonObject toJson() {
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

    void print(Session session) {
        done.flatMap(AutoMigration.Result::report)
                .ifPresent(report -> session.out().println(Executed.summaryOf(report, session)));
        planned.filter(plan -> plan.items() > 0)
                .ifPresent(plan -> session.out()
                        .println(session.style()
                                .note("auto_migrate: " + Amounts.items(plan.items()) + " in "
                                        + Amounts.of(plan.files(), "file") + " would first be brought up to "
                                        + plan.how().version())));
    }
}
