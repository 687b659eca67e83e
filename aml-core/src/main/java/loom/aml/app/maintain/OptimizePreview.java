package loom.aml.app.maintain;

import java.util.ArrayList;
import java.util.List;
import loom.aml.app.run.AutoMigrated;
import loom.aml.app.run.RunResult;
import loom.aml.compress.CompressPlan;
import loom.aml.json.JsonObject;
import loom.aml.run.KnownFindings;
import loom.aml.store.Finding;
import loom.aml.store.PlanSummary;

/**
 * The result of a dry run of {@link OptimizeStore}.
 *
 * @param store the location of the store
 * @param recovered the findings of recovery when the store was opened
 * @param migration the migration that would precede the other steps
 * @param hasIndex whether a search index exists
 * @param isIndexFresh whether it is up to date
 * @param known the findings of the last run
 */
public record OptimizePreview(
        String store,
        List<Finding> recovered,
        AutoMigrated migration,
        PlanSummary gc,
        List<Finding> gcFindings,
        CompressPlan compress,
        boolean hasIndex,
        boolean isIndexFresh,
        KnownFindings known) {
    public OptimizePreview {
        recovered = List.copyOf(recovered);
        gcFindings = List.copyOf(gcFindings);
    }

    /** Returns the number of files that would be compressed. */
    public int compressedFiles() {
        return compress.changes().changes().size();
    }

    /** Returns the findings of all steps without repetitions. */
    public List<Finding> findings() {
        List<Finding> all = new ArrayList<>(recovered);
        all.addAll(migration.findings());
        return RunResult.merged(RunResult.merged(all, gcFindings), compress.findings());
    }

    public JsonObject toJson() {
        return JsonObject.builder()
                .put("store", store)
                .put("dry_run", true)
                .putAll(migration.toJson())
                .put("gc", gc.toJson())
                .put(
                        "compress",
                        JsonObject.builder()
                                .put("files_changed", compressedFiles())
                                .put("bytes_before", compress.bytes())
                                .build())
                .put(
                        "index",
                        JsonObject.builder()
                                .put("present", hasIndex)
                                .put("fresh", isIndexFresh)
                                .build())
                .put("findings", findings().stream().map(Finding::toJson).toList())
                .build();
    }
}
