package loom.aml.app.monitor;

import java.util.List;
import loom.aml.monitor.Observation;
import loom.aml.store.Finding;

/**
 * An observation of a store.
 *
 * @param store the location of the store
 * @param findings why it could not be recorded, and problems with earlier records
 */
public record Observed(String store, Observation seen, List<Finding> findings) {
    public Observed {
        findings = List.copyOf(findings);
    }
}
