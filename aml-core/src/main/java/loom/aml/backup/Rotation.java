package loom.aml.backup;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import loom.aml.backup.repository.Manifest;
import loom.aml.backup.repository.Repository;
import loom.aml.backup.repository.SnapshotName;
import loom.aml.io.DamagedException;
import loom.aml.json.JsonObject;
import loom.aml.store.Finding;

/**
 * Removes snapshots, and then the segments that nobody needs any more: those of removed snapshots, and what a crash left. First
 * manifests, then segments: whatever stops it in between, what can still be listed can still be restored. Where a manifest of a
 * generation cannot be read, no segment of it is removed, for it may need them all.
 */
public final class Rotation {
    private final Repository repository;

    public Rotation(Repository repository) {
        this.repository = repository;
    }

    /**
     * What was removed.
     *
     * @param snapshots the ids of snapshots
     * @param segments segments
     * @param bytes bytes of these
     * @param findings what kept more from being removed
     */
    public record Result(List<String> snapshots, int segments, long bytes, List<Finding> findings) {
        /** Nothing was to be removed. */
        static final Result NONE = new Result(List.of(), 0, 0, List.of());

        public JsonObject toJson() {
            return JsonObject.builder()
                    .put("removed_ids", snapshots)
                    .put("segments_removed", segments)
                    .put("bytes_freed", bytes)
                    .put("findings", findings.stream().map(Finding::toJson).toList())
                    .build();
        }
    }

    /** Does it. Needs the right to write, see {@link Repository#lock}. */
    public Result execute(RotationPlan plan) throws IOException {
        List<String> dropped = new ArrayList<>();
        for (Manifest manifest : plan.drop()) {
            repository.delete(manifest.name());
            dropped.add(manifest.id());
        }
        List<Finding> findings = new ArrayList<>(plan.findings());
        int segments = 0;
        long bytes = 0;
        for (String generation : repository.generations()) {
            Map<String, Long> litter = litter(generation, findings);
            for (Map.Entry<String, Long> segment : litter.entrySet()) {
                repository.deleteSegment(generation, segment.getKey());
                segments++;
                bytes += segment.getValue();
            }
        }
        return new Result(List.copyOf(dropped), segments, bytes, List.copyOf(findings));
    }

    /** The segments of a generation that no snapshot needs. */
    private Map<String, Long> litter(String generation, List<Finding> findings) throws IOException {
        Set<String> needed = new HashSet<>();
        for (SnapshotName name : repository.snapshots()) {
            if (name.generation().equals(generation)) {
                try {
                    needed.addAll(repository.read(name).segments());
                } catch (NoSuchFileException e) {
                    // Removed by hand since it was listed.
                } catch (DamagedException e) {
                    findings.add(Finding.of(
                            Finding.Kind.DAMAGED,
                            "snapshot " + name.id(),
                            e.what(),
                            "left as it is, with all segments of its generation; remove "
                                    + repository.location() + "/" + name.object()
                                    + " by hand if nobody needs it"));
                    return Map.of();
                }
            }
        }
        Map<String, Long> segments = repository.segments(generation);
        segments.keySet().removeAll(needed);
        return segments;
    }
}
