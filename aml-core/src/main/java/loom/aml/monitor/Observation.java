package loom.aml.monitor;

import java.util.List;
import loom.aml.store.FileChange;
import loom.aml.store.Finding;

/**
 * A look at a store, and what follows from it for the history and the alerts: what a plan is to other capabilities. Nothing was
 * written.
 *
 * @param outlook where growth leads, with this look as the newest entry
 * @param history the history with this look as its newest entry
 * @param alerts the alerts as this look leaves them, and which of them somebody is to be told of
 * @param setAside broken files to be put under another name first
 * @param changes the files to be written then
 * @param findings what was wrong with them
 */
public record Observation(
        Survey survey,
        Metrics metrics,
        Forecast outlook,
        Health health,
        MetricsHistory history,
        AlertBook.Update alerts,
        List<FileChange> setAside,
        List<FileChange> changes,
        List<Finding> findings) {

    public Observation {
        setAside = List.copyOf(setAside);
        changes = List.copyOf(changes);
        findings = List.copyOf(findings);
    }
}
