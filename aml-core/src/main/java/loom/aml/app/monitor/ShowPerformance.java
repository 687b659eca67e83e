package loom.aml.app.monitor;

import java.io.IOException;
import loom.aml.app.OpenStore;
import loom.aml.json.JsonObject;
import loom.aml.monitor.Performance;

/** Shows the durations of the last operations and of queries. */
public final class ShowPerformance {
    private final OpenStore opened;

    public ShowPerformance(OpenStore opened) {
        this.opened = opened;
    }

    /**
     * The durations.
     *
     * @param store the location of the store
     */
    public record Result(String store, Performance performance) {
        public JsonObject toJson() {
            return JsonObject.builder()
                    .put("store", store)
                    .putAll(performance.toJson())
                    .build();
        }
    }

    public Result run() throws IOException {
        return new Result(opened.location(), RelatedStatusReader.performance(opened.store()));
    }
}
