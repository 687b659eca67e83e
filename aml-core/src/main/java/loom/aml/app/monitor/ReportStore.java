package loom.aml.app.monitor;

import java.io.IOException;
import loom.aml.app.FrontEnd;
import loom.aml.app.OpenStore;
import loom.aml.app.StoreOpener;
import loom.aml.monitor.SurveyDepth;

/** Reports all metrics, checks and durations of a store. */
public final class ReportStore {
    private final StoreOpener stores;
    private final ObserveStore observe;

    public ReportStore(StoreOpener stores, FrontEnd frontEnd) {
        this.stores = stores;
        this.observe = new ObserveStore(stores, frontEnd);
    }

    /**
     * The request.
     *
     * @param isRecorded whether to record the metrics and to deliver alerts
     */
    public record Request(boolean isRecorded) {}

    public StoreReport run(Request request) throws IOException {
        Observed observed = observe.run(new ObserveStore.Request(SurveyDepth.ALL, request.isRecorded()));
        try (OpenStore opened = stores.forReading()) {
            return new StoreReport(observed, RelatedStatusReader.performance(opened.store()));
        }
    }
}
