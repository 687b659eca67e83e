package loom.aml.app.monitor;

import java.util.List;
import loom.aml.json.JsonObject;
import loom.aml.monitor.Alert;
import loom.aml.monitor.Observation;
import loom.aml.monitor.Performance;
import loom.aml.monitor.prometheus.PrometheusText;
import loom.aml.monitor.prometheus.Sample;
import loom.aml.monitor.prometheus.StoreSamples;
import loom.aml.store.Finding;

/** The result of {@link ReportStore}. */
public record StoreReport(Observed observed, Performance performance) {
    /** Returns the collections that could not be read. */
    public List<Finding> unreadable() {
        return observed.seen().survey().unreadable();
    }

    public List<Alert> openAlerts() {
        return observed.seen().alerts().open().toList();
    }

    /** Returns the samples for Prometheus. */
    public List<Sample> samples() {
        return StoreSamples.of(observed.store(), observed.seen(), performance);
    }

    /** Returns the samples in the exposition format of Prometheus. */
    public String toPrometheus() {
        return PrometheusText.of(samples());
    }

    public JsonObject toJson() {
        Observation seen = observed.seen();
        return JsonObject.builder()
                .put("store", observed.store())
                .put("metrics", seen.metrics().toJson())
                .put("growth", seen.outlook().toJson())
                .put("performance", performance.toJson())
                .put("health", seen.health().toJson())
                .put("alerts", openAlerts().stream().map(Alert::toJson).toList())
                .put("unreadable", unreadable().stream().map(Finding::toJson).toList())
                .put(
                        "findings",
                        observed.findings().stream().map(Finding::toJson).toList())
                .build();
    }
}
