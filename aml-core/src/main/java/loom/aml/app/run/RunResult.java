package loom.aml.app.run;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import loom.aml.json.JsonObject;
import loom.aml.run.AutoMigration;
import loom.aml.run.Job;
import loom.aml.run.KnownFindings;
import loom.aml.run.Report;
import loom.aml.store.Finding;

/**
 * The result of a run.
 *
 * @param store the location of the store
 * @param migration the migration that preceded it
 * @param monitoring the findings of monitoring after an alert was raised; otherwise empty
 * @param known the findings of the previous run
 */
public record RunResult(
        String store, Report report, AutoMigrated migration, List<Finding> monitoring, KnownFindings known) {
    public RunResult {
        monitoring = List.copyOf(monitoring);
    }

    /** Returns the findings of the migration and of the run without repetitions. */
    public List<Finding> findings() {
        return merged(migration.findings(), report.findings());
    }

    public Report.Outcome outcome() {
        return report.outcome().and(migration.outcome());
    }

    /** Returns the id of the run. */
    public String run() {
        return migration.job().map(Job::run).orElse(report.run());
    }

    /** Returns whether any step changed data that can be restored. */
    public boolean canBeUndone() {
        return report.canBeUndone()
                || migration
                        .done()
                        .flatMap(AutoMigration.Result::report)
                        .filter(Report::canBeUndone)
                        .isPresent();
    }

    public JsonObject toJson() {
        return JsonObject.builder()
                .put("store", store)
                .put("dry_run", false)
                .putAll(report.toJson())
                .put("run", run())
                .putAll(migration.toJson())
                .put("outcome", outcome().word())
                .put("findings", findings().stream().map(Finding::toJson).toList())
                .build();
    }

    /** Returns the findings of several steps without repetitions. */
    public static List<Finding> merged(List<Finding> first, List<Finding> more) {
        Set<Finding> all = new LinkedHashSet<>(first);
        all.addAll(more);
        return List.copyOf(all);
    }
}
