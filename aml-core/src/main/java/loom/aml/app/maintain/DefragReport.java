package loom.aml.app.maintain;

import java.util.List;
import java.util.Optional;
import loom.aml.app.run.RunResult;
import loom.aml.backup.repack.RepackReport;
import loom.aml.index.IndexDocuments;
import loom.aml.json.JsonObject;
import loom.aml.store.Finding;

/**
 * The result of {@link DefragmentStore}.
 *
 * @param plan the measures from before
 * @param compressed the run that compressed collections; empty if none was worth it
 * @param index the documents of the index after it was rebuilt; empty if it was not
 * @param backups the generations that were repacked
 */
public record DefragReport(
        DefragPlan plan, Optional<RunResult> compressed, Optional<IndexDocuments> index, RepackReport backups) {

    /** Returns the findings of all steps without repetitions. */
    public List<Finding> findings() {
        List<Finding> all = RunResult.merged(plan.findings(), backups.findings());
        return compressed.isPresent() ? RunResult.merged(all, compressed.get().findings()) : all;
    }

    /** Returns by how many bytes the collections became smaller. */
    public long compressedBytes() {
        return compressed.map(run -> run.report().bytesFreed()).orElse(0L);
    }

    /** Returns the number of collections that were compressed. */
    public int compressedFiles() {
        return compressed.map(run -> run.report().recoded()).orElse(0);
    }

    public JsonObject toJson() {
        return JsonObject.builder()
                .put("store", plan.store())
                .put("dry_run", false)
                .put("backups", backups.toJson().objects("generations"))
                .put("index", plan.indexToJson(index))
                .put("compress", DefragPlan.compressToJson(compressedFiles(), compressedBytes()))
                .put("twins", plan.collections().twinsToJson())
                .put("padding_bytes", plan.collections().paddingBytes())
                .put("findings", findings().stream().map(Finding::toJson).toList())
                .build();
    }
}
