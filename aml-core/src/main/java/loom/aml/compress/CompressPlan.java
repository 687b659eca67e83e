package loom.aml.compress;

import java.util.List;
import loom.aml.json.JsonObject;
import loom.aml.store.ChangeSet;
import loom.aml.store.Finding;
import loom.aml.store.Plan;

/**
 * A plan that selects collections to re-encode. The size of each is measured only during execution: a collection that
 * would not become smaller stays unchanged.
 *
 * @param operation {@link Compressor#COMPRESS} or {@link Compressor#DECOMPRESS}
 * @param bytes the current size of the collections
 */
public record CompressPlan(String operation, ChangeSet changes, List<Finding> findings, JsonObject policy, long bytes)
        implements Plan {
    public CompressPlan {
        findings = List.copyOf(findings);
    }
}
