package loom.aml.app.maintain;

import java.util.List;
import java.util.Optional;
import loom.aml.app.backup.CopyBackups;
import loom.aml.app.monitor.Observed;
import loom.aml.backup.AutoBackup;
import loom.aml.index.UpdateResult;
import loom.aml.json.JsonObject;
import loom.aml.maintain.Maintenance;
import loom.aml.run.AutoMigration;
import loom.aml.run.KnownFindings;
import loom.aml.run.Report;
import loom.aml.store.Finding;

/**
 * The result of {@link MaintainStore}.
 *
 * @param store the location of the store
 * @param done the results of the steps
 * @param copies the copies of the backups in the configured places; empty if the run made no backup
 * @param observed the store as it was observed afterwards; empty if that failed
 * @param known the findings of the previous run
 */
public record MaintainResult(
        String store,
        Maintenance.Result done,
        Optional<CopyBackups.Result> copies,
        Optional<Observed> observed,
        KnownFindings known) {

    /** Returns whether each copy has everything. */
    public boolean isCopied() {
        return copies.map(CopyBackups.Result::isComplete).orElse(true);
    }

    public JsonObject toJson() {
        return JsonObject.builder()
                .put("store", store)
                .put("dry_run", false)
                .put("run", done.run())
                .put("outcome", done.outcome().word())
                .put("items", done.items())
                .put("bytes_before", done.bytesBefore())
                .put("bytes_after", done.bytesAfter())
                .put("returned", done.returned())
                .put("backup_auto", done.backup().map(AutoBackup.Result::toJson).orElse(null))
                .put(
                        "migration",
                        done.migration()
                                .flatMap(AutoMigration.Result::report)
                                .map(Report::toJson)
                                .orElse(null))
                .put("gc", done.gc().toJson())
                .put("prune", done.prune().toJson())
                .put("merge", done.merge().map(Report::toJson).orElse(null))
                .put("compress", done.compress().toJson())
                .put("index", done.index().map(UpdateResult::toJson).orElse(null))
                .put("copies", copies.map(CopyBackups.Result::copiesToJson).orElse(List.of()))
                .put("findings", done.findings().stream().map(Finding::toJson).toList())
                .put("health", observed.map(now -> now.seen().health().toJson()).orElse(null))
                .build();
    }
}
