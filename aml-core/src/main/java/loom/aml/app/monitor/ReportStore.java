package loom.aml.app.monitor;

import java.io.IOException;
import loom.aml.app.FrontEnd;
import loom.aml.app.OpenStore;
import loom.aml.app.StoreOpener;
import loom.aml.monitor.SurveyDepth;

/** Reports everything that is known about the state of a store. */
public final class ReportStore {
    private final StoreOpener stores;
    private final ObserveStore observe;

    public ReportStore(StoreOpener stores, FrontEnd frontEnd) {
        this.stores = stores;
        this.observe = new ObserveStore(stores, frontEnd);
    }

    /**
     * How to report.
     *
     * @param isRecorded whether to record the figures and to deliver alerts
     */
    public record Request(boolean isRecorded) {}

    public StoreReport run(Request request) throws IOException {
        Observed observed = observe.run(new ObserveStore.Request(SurveyDepth.ALL, request.isRecorded()));
        try (OpenStore opened = stores.forReading()) {
            return new StoreReport(observed, RelatedStatusReader.performance(opened.store()));
        }
    }
}
