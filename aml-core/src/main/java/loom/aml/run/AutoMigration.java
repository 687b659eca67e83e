package loom.aml.run;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import loom.aml.migrate.MigratePolicy;
import loom.aml.migrate.MigrationPlan;
import loom.aml.migrate.Migrator;
import loom.aml.migrate.SchemaVersion;
import loom.aml.store.Finding;
import loom.aml.store.loom.FileMemoryStore;

/**
 * Brings older items up before a run that writes, for the runtime goes on adding items of its own version. Newer items stay as
 * they are, and so do those that cannot be migrated: they are reported and keep nothing else from being done.
 *
 * @param version the version that items are brought up to
 */
public record AutoMigration(SchemaVersion version) {

    /**
     * What came of it.
     *
     * @param report what was done; nothing if there was nothing to do, and then nothing is recorded either
     * @param findings what cannot be migrated, or went wrong
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

    /** Migrates what is older. */
    public Result run(FileMemoryStore store, Execution execution, Execution.Options options) throws IOException {
        MigrationPlan plan = plan(store);
        if (plan.changes().isEmpty()) {
            return new Result(Optional.empty(), plan.findings());
        }
        Report report = execution.execute(plan, options);
        return new Result(Optional.of(report), report.findings());
    }

    /** What would be migrated. */
    public MigrationPlan plan(FileMemoryStore store) throws IOException {
        return new Migrator(
                        MigratePolicy.automatically(version),
                        store.options().clock().instant())
                .plan(store);
    }
}
