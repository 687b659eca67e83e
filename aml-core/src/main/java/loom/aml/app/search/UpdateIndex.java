package loom.aml.app.search;

import java.io.IOException;
import loom.aml.app.OpenStore;
import loom.aml.index.UpdateResult;
import loom.aml.json.JsonObject;
import loom.aml.run.IndexRuns;

/** Updates the search index. */
public final class UpdateIndex {
    private final OpenStore opened;

    public UpdateIndex(OpenStore opened) {
        this.opened = opened;
    }

    /**
     * The request.
     *
     * @param isRebuilt whether to rebuild the index from all items
     */
    public record Request(boolean isRebuilt) {}

    /**
     * The result.
     *
     * @param store the location of the store
     */
    public record Result(String store, UpdateResult update) {
        public JsonObject toJson() {
            return JsonObject.builder()
                    .put("store", store)
                    .putAll(update.toJson())
                    .build();
        }
    }

    public Result run(Request request) throws IOException {
        return new Result(opened.location(), new IndexRuns(opened.store(), opened.random()).run(request.isRebuilt()));
    }
}
