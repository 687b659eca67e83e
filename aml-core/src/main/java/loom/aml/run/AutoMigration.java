package loom.aml.run;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import loom.aml.migrate.MigratePolicy;
import loom.aml.migrate.MigrationPlan;
import loom.aml.migrate.Migrator;
import loom.aml.migrate.SchemaVersion;
import loom.aml.store.Finding;
import loom.aml.store.MemoryStore;

/**
 * Migrates older items before a run that writes, because the runtime keeps adding items of its own version. Newer items
 * and items that cannot be migrated stay unchanged; they are reported and do not prevent the rest.
 *
 * @param version the target version
 */
public record AutoMigration(SchemaVersion version) {

    /**
     * The result of a migration.
     *
     * @param report the report; empty if there was nothing to do, in which case no run is recorded
     * @param findings items that cannot be migrated, and failures
     */
    public record Result(Optional<Report> report, List<Finding> findings) {
        public Result {
            findings = List.copyOf(findings);
        }

        public Report.Outcome outcome() {
            Report.Outcome seen =
                    findings.stream().anyMatch(Finding::isProblem) ? Report.Outcome.PARTIAL : Report.Outcome.DONE;
            return report.map(Report::outcome).orElse(seen);
        }
    }

    /** Migrates older items. */
    public Result run(MemoryStore store, Execution execution, Execution.Options options) throws IOException {
        MigrationPlan plan = plan(store);
        if (plan.changes().isEmpty()) {
            return new Result(Optional.empty(), plan.findings());
        }
        Report report = execution.execute(plan, options);
        return new Result(Optional.of(report), report.findings());
    }

    /** Plans the migration. */
    public MigrationPlan plan(MemoryStore store) throws IOException {
        return new Migrator(
                        MigratePolicy.automatically(version),
                        store.options().clock().instant())
                .plan(store);
    }
}
