package loom.aml.backup;

import java.util.List;
import loom.aml.json.JsonObject;
import loom.aml.store.Finding;

/**
 * What looking at snapshots showed.
 *
 * @param snapshots the ids of those that were looked at
 * @param files files whose text was put together and compared with its SHA-256
 * @param segments segments that were read from end to end
 * @param bytes bytes of these as stored
 * @param findings what is not as it was written
 */
public record Verification(List<String> snapshots, int files, int segments, long bytes, List<Finding> findings) {
    public Verification {
        snapshots = List.copyOf(snapshots);
        findings = List.copyOf(findings);
    }

    public boolean isSound() {
        return findings.stream().noneMatch(Finding::isProblem);
    }

    public JsonObject toJson() {
        return JsonObject.builder()
                .put("sound", isSound())
                .put("snapshot_ids", snapshots)
                .put("files", files)
                .put("segments", segments)
                .put("bytes", bytes)
                .put("findings", findings.stream().map(Finding::toJson).toList())
                .build();
    }
}
