package loom.aml.monitor;

import java.util.List;
import loom.aml.store.Finding;
import loom.aml.store.StoreChange;

/**
 * An observation of a store, with the resulting changes to its history and alerts. It corresponds to the plan of other
 * capabilities: nothing is written yet.
 *
 * @param outlook the forecast, with this observation as the newest entry
 * @param history the history with this observation as its newest entry
 * @param alerts the alerts after this observation
 * @param setAside damaged files to set aside first
 * @param changes the files to write afterwards
 * @param findings the problems of the monitoring files
 */
public record Observation(
        Survey survey,
        Metrics metrics,
        Forecast outlook,
        Health health,
        MetricsHistory history,
        AlertBook alerts,
        List<StoreChange> setAside,
        List<StoreChange> changes,
        List<Finding> findings) {

    public Observation {
        setAside = List.copyOf(setAside);
        changes = List.copyOf(changes);
        findings = List.copyOf(findings);
    }
}
