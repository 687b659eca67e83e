package loom.aml.backup;

import java.util.ArrayList;
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
 * @param records records of runs that were read
 * @param archives archives of what left the store that were compared with their SHA-256
 * @param findings what is not as it was written
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

    /** The same, of snapshots and of what else was looked at. */
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
