package loom.aml.app.monitor;

import java.util.List;
import loom.aml.json.JsonObject;
import loom.aml.monitor.Alert;
import loom.aml.store.Finding;

/**
 * One alert.
 *
 * @param store the location of the store
 * @param alert the alert in its current state
 * @param findings problems with reading, writing or delivering it
 */
public record AlertResult(String store, Alert alert, List<Finding> findings) {
    public AlertResult {
        findings = List.copyOf(findings);
    }

    /** Returns the document. It has no deliveries, which only a test reports. */
    public JsonObject toJson() {
        return JsonObject.builder()
                .put("store", store)
                .put("alert", alert.toJson())
                .put("deliveries", List.of())
                .put("findings", findings.stream().map(Finding::toJson).toList())
                .build();
    }
}
