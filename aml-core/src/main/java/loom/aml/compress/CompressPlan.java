package loom.aml.compress;

import java.util.List;
import loom.aml.json.JsonObject;
import loom.aml.store.ChangeSet;
import loom.aml.store.Finding;
import loom.aml.store.Plan;

/**
 * Which collections are to be stored in another encoding. What becomes of each is found out when it is done: one that would not
 * become smaller stays as it is.
 *
 * @param operation {@link Compressor#COMPRESS} or {@link Compressor#DECOMPRESS}
 * @param bytes what the collections take now
 */
public record CompressPlan(String operation, ChangeSet changes, List<Finding> findings, JsonObject policy, long bytes)
        implements Plan {
    public CompressPlan {
        findings = List.copyOf(findings);
    }
}
