package loom.aml.backup;

import java.util.ArrayList;
import java.util.List;
import loom.aml.json.JsonObject;
import loom.aml.store.Finding;

/**
 * The result of verifying snapshots.
 *
 * @param snapshots the ids of the verified snapshots
 * @param files the number of files whose text was assembled and compared with its SHA-256
 * @param segments the number of segments that were read completely
 * @param bytes the stored size of these segments
 * @param records the number of run records that were read
 * @param archives the number of archives of removed items that were compared with their SHA-256
 * @param findings the damage that was found
 */
public record Verification(
        List<String> snapshots,
        int files,
        int segments,
        long bytes,
        int records,
        int archives,
        List<Finding> findings) {
    public Verification(List<String> snapshots, int files, int segments, long bytes, List<Finding> findings) {
        this(snapshots, files, segments, bytes, 0, 0, findings);
    }

    /** Returns this result with further records, archives and findings added. */
    public Verification with(int moreRecords, int moreArchives, List<Finding> more) {
        List<Finding> all = new ArrayList<>(findings);
        all.addAll(more);
        return new Verification(snapshots, files, segments, bytes, records + moreRecords, archives + moreArchives, all);
    }

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
                .put("records", records)
                .put("archives", archives)
                .put("findings", findings.stream().map(Finding::toJson).toList())
                .build();
    }
}
