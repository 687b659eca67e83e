package loom.aml.app.monitor;

import java.io.IOException;
import java.util.List;
import loom.aml.app.FrontEnd;
import loom.aml.app.StoreOpener;
import loom.aml.json.JsonObject;
import loom.aml.monitor.SurveyDepth;
import loom.aml.store.Finding;

/** Measures a store: sizes, counts and growth. */
public final class MeasureStore {
    private final ObserveStore observe;

    public MeasureStore(StoreOpener stores, FrontEnd frontEnd) {
        this.observe = new ObserveStore(stores, frontEnd);
    }

    /**
     * The request.
     *
     * @param isRecorded whether to record the metrics and to deliver alerts
     */
    public record Request(boolean isRecorded) {}

    /** The metrics. */
    public record Result(Observed observed) {
        /** Returns the collections that could not be read. */
        public List<Finding> unreadable() {
            return observed.seen().survey().unreadable();
        }

        public JsonObject toJson() {
            return JsonObject.builder()
                    .put("store", observed.store())
                    .putAll(observed.seen().metrics().toJson())
                    .put("growth", observed.seen().outlook().toJson())
                    .put(
                            "unreadable",
                            unreadable().stream().map(Finding::toJson).toList())
                    .put(
                            "findings",
                            observed.findings().stream().map(Finding::toJson).toList())
                    .build();
        }
    }

    public Result run(Request request) throws IOException {
        return new Result(observe.run(new ObserveStore.Request(SurveyDepth.FIGURES, request.isRecorded())));
    }
}
