package loom.aml.app.maintain;

import java.util.List;
import java.util.Optional;
import loom.aml.app.run.RunResult;
import loom.aml.backup.repack.RepackPlan;
import loom.aml.index.IndexDocuments;
import loom.aml.json.JsonObject;
import loom.aml.store.Finding;

/**
 * Measures of fragmentation, and which repairs pay. Immutable; a dry run is a plan that is not executed.
 *
 * @param store the location of the store
 * @param backups the generations of snapshots
 * @param index the documents of the search index; empty if it does not exist
 * @param isIndexRebuilt whether it pays to rebuild the index
 * @param compress the collections that are old enough to be compressed
 * @param collections the space in collections that is only reported
 */
public record DefragPlan(
        String store,
        RepackPlan backups,
        Optional<IndexDocuments> index,
        boolean isIndexRebuilt,
        CompressPreview compress,
        CollectionSpace collections) {

    /** Returns the findings of all measurements without repetitions. */
    public List<Finding> findings() {
        return RunResult.merged(RunResult.merged(compress.findings(), collections.findings()), backups.findings());
    }

    public JsonObject toJson() {
        return JsonObject.builder()
                .put("store", store)
                .put("dry_run", true)
                .put("backups", backups.toJson().objects("generations"))
                .put("index", indexToJson(Optional.empty()))
                .put("compress", compressToJson(compress.files(), compress.bytesFreed()))
                .put("twins", collections.twinsToJson())
                .put("padding_bytes", collections.paddingBytes())
                .put("findings", findings().stream().map(Finding::toJson).toList())
                .build();
    }

    static JsonObject compressToJson(int files, long bytesFreed) {
        return JsonObject.builder()
                .put("files_changed", files)
                .put("bytes_freed", bytesFreed)
                .build();
    }

    /** @param after the documents of the index after it was rebuilt; empty if it was not */
    JsonObject indexToJson(Optional<IndexDocuments> after) {
        JsonObject.Builder json = JsonObject.builder()
                .put("present", index.isPresent())
                .put("documents", index.map(IndexDocuments::used).orElse(0))
                .put("deleted", index.map(IndexDocuments::deleted).orElse(0))
                .put("rebuild", isIndexRebuilt);
        after.ifPresent(now -> json.put("deleted_after", now.deleted()));
        return json.build();
    }
}
