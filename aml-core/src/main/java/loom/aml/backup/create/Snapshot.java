package loom.aml.backup.create;

import java.util.List;
import loom.aml.backup.repository.Manifest;
import loom.aml.json.JsonObject;
import loom.aml.store.Finding;

/**
 * The result of creating a snapshot.
 *
 * @param manifest the snapshot that contains the current state of the store
 * @param isNew whether it was created; false if an existing snapshot is still current
 * @param bytesAdded the number of bytes by which the repository grew
 * @param findings the files that the snapshot does not contain, and why
 */
public record Snapshot(Manifest manifest, boolean isNew, long bytesAdded, List<Finding> findings) {
    public Snapshot {
        findings = List.copyOf(findings);
    }

    /** Returns whether the snapshot contains everything that it should cover. */
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
