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
 * @param migration what was migrated before
 * @param monitoring what monitoring found afterwards, if the run found something that an alert is raised for
 * @param known the findings of the run before
 */
public record RunResult(
        String store, Report report, AutoMigrated migration, List<Finding> monitoring, KnownFindings known) {
    public RunResult {
        monitoring = List.copyOf(monitoring);
    }

    /** Returns the findings of the migration and of the run, each once. */
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

    /** Returns whether any step took something away that can be put back. */
    public boolean canBeTakenBack() {
        return report.canBeTakenBack()
                || migration
                        .done()
                        .flatMap(AutoMigration.Result::report)
                        .filter(Report::canBeTakenBack)
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

    /** Returns findings of several steps, each once. */
    public static List<Finding> merged(List<Finding> first, List<Finding> more) {
        Set<Finding> all = new LinkedHashSet<>(first);
        all.addAll(more);
        return List.copyOf(all);
    }
}
