package loom.aml.run;

import java.io.IOException;
import java.util.Optional;
import loom.aml.migrate.MigratePolicy;
import loom.aml.migrate.MigrationPlan;
import loom.aml.migrate.Migrator;
import loom.aml.migrate.SchemaVersion;
import loom.aml.store.file.FileMemoryStore;

/**
 * Brings older items up before a run that writes, for the runtime goes on adding items of its own version. Newer items stay as
 * they are, and so do those that cannot be migrated: they are reported and keep nothing else from being done.
 *
 * @param version the version that items are brought up to
 */
public record AutoMigration(SchemaVersion version) {

    /**
     * Migrates what is older.
     *
     * @return what was done; nothing if there was nothing to do, and then nothing is recorded either
     */
    public Optional<Report> run(FileMemoryStore store, Execution execution, Execution.Options options)
            throws IOException {
        MigrationPlan plan = plan(store);
        return plan.changes().isEmpty() ? Optional.empty() : Optional.of(execution.execute(plan, options));
    }

    /** What would be migrated. */
    public MigrationPlan plan(FileMemoryStore store) throws IOException {
        return new Migrator(
                        MigratePolicy.automatically(version),
                        store.options().clock().instant())
                .plan(store);
    }
}
