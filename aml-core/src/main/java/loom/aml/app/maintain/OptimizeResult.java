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
 * @param run the id of the run, of which each of these is a step
 * @param migration what was migrated before
 * @param warmItems items in the list of those worth caching
 * @param warmBytes their size
 * @param monitoring what monitoring found afterwards, if there was cause for an alert
 * @param known the findings of the run before
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

    /** Returns whether any step took something away that can be put back. */
    public boolean canBeTakenBack() {
        boolean isMigrated = migration
                .done()
                .flatMap(AutoMigration.Result::report)
                .filter(Report::canBeTakenBack)
                .isPresent();
        return isMigrated || gc.canBeTakenBack() || compress.canBeTakenBack();
    }

    /** Returns the findings of all steps, each once. */
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
