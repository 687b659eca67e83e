package loom.aml.app.maintain;

import java.util.List;
import loom.aml.app.run.AutoMigrated;
import loom.aml.app.run.RunResult;
import loom.aml.index.UpdateResult;
import loom.aml.json.JsonObject;
import loom.aml.run.AutoMigration;
import loom.aml.run.KnownFindings;
import loom.aml.run.Report;
import loom.aml.store.Finding;

/**
 * The result of {@link OptimizeStore}.
 *
 * @param store the location of the store
 * @param run the id of the run that contains the steps
 * @param migration the migration that preceded the other steps
 * @param warmItems the number of items in the warm-up list
 * @param warmBytes the size of these items
 * @param monitoring the findings of monitoring after an alert was raised; otherwise empty
 * @param known the findings of the previous run
 */
public record OptimizeResult(
        String store,
        String run,
        AutoMigrated migration,
        Report gc,
        Report compress,
        UpdateResult index,
        int warmItems,
        long warmBytes,
        List<Finding> monitoring,
        KnownFindings known) {
    public OptimizeResult {
        monitoring = List.copyOf(monitoring);
    }

    OptimizeResult withMonitoring(List<Finding> found) {
        return new OptimizeResult(store, run, migration, gc, compress, index, warmItems, warmBytes, found, known);
    }

    public Report.Outcome outcome() {
        return migration.outcome().and(gc.outcome()).and(compress.outcome());
    }

    /** Returns whether any step changed data that can be restored. */
    public boolean canBeUndone() {
        boolean isMigrated = migration
                .done()
                .flatMap(AutoMigration.Result::report)
                .filter(Report::canBeUndone)
                .isPresent();
        return isMigrated || gc.canBeUndone() || compress.canBeUndone();
    }

    /** Returns the findings of all steps without repetitions. */
    public List<Finding> findings() {
        return RunResult.merged(RunResult.merged(migration.findings(), gc.findings()), compress.findings());
    }

    public JsonObject toJson() {
        return JsonObject.builder()
                .put("store", store)
                .put("dry_run", false)
                .put("run", run)
                .put("outcome", outcome().word())
                .putAll(migration.toJson())
                .put("gc", gc.toJson())
                .put("compress", compress.toJson())
                .put("index", index.toJson())
                .put(
                        "warm_cache",
                        JsonObject.builder()
                                .put("items", warmItems)
                                .put("bytes", warmBytes)
                                .build())
                .put("findings", findings().stream().map(Finding::toJson).toList())
                .build();
    }
}
