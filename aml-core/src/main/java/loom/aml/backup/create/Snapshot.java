package loom.aml.backup.create;

import java.util.List;
import loom.aml.backup.repository.Manifest;
import loom.aml.json.JsonObject;
import loom.aml.store.Finding;

/**
 * What came of making a snapshot.
 *
 * @param manifest the snapshot that holds the store as it is now
 * @param isNew whether it was made; else the store is still as that one says, and nothing was written
 * @param bytesAdded bytes by which the repository grew
 * @param findings what is not in it, and why
 */
public record Snapshot(Manifest manifest, boolean isNew, long bytesAdded, List<Finding> findings) {
    public Snapshot {
        findings = List.copyOf(findings);
    }

    /** Whether all that was to be covered is in it. */
    public boolean isComplete() {
        return findings.stream().noneMatch(Finding::isProblem);
    }

    public JsonObject toJson() {
        return JsonObject.builder()
                .put("snapshot", manifest.summary())
                .put("new", isNew)
                .put("bytes_added", bytesAdded)
                .put("findings", findings.stream().map(Finding::toJson).toList())
                .build();
    }
}
