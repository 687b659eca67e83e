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
 * Removes snapshots, and then the segments that no remaining snapshot needs, including leftovers of a crash. Manifests are
 * deleted before segments, so at every point each listed snapshot can be restored. If a manifest of a generation cannot be
 * read, all segments of that generation are kept, because it may need them.
 */
public final class Rotation {
    private final Repository repository;

    public Rotation(Repository repository) {
        this.repository = repository;
    }

    /**
     * The result of a rotation.
     *
     * @param snapshots the ids of the removed snapshots
     * @param segments the number of removed segments
     * @param bytes the size of these segments
     * @param findings the reasons why more was not removed
     */
    public record Result(List<String> snapshots, int segments, long bytes, List<Finding> findings) {
        /** The result if no snapshot had to be removed. */
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

    /** Executes a plan. Requires the write lease, see {@link Repository#lock}. */
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
            Result collected = collect(generation);
            findings.addAll(collected.findings);
            segments += collected.segments;
            bytes += collected.bytes;
        }
        return new Result(List.copyOf(dropped), segments, bytes, List.copyOf(findings));
    }

    /**
     * Removes the segments of a generation that no snapshot needs. Requires the write lease. If a manifest of the generation cannot be
     * read, all segments are kept.
     */
    public Result collect(String generation) throws IOException {
        List<Finding> findings = new ArrayList<>();
        int segments = 0;
        long bytes = 0;
        for (Map.Entry<String, Long> segment : unneeded(generation, findings).entrySet()) {
            repository.deleteSegment(generation, segment.getKey());
            segments++;
            bytes += segment.getValue();
        }
        return new Result(List.of(), segments, bytes, List.copyOf(findings));
    }

    /** Returns the segments of a generation that no snapshot needs. */
    private Map<String, Long> unneeded(String generation, List<Finding> findings) throws IOException {
        Set<String> needed = new HashSet<>();
        for (SnapshotName name : repository.snapshots()) {
            if (name.generation().equals(generation)) {
                try {
                    needed.addAll(repository.read(name).segments());
                } catch (NoSuchFileException e) {
                    // Deleted by somebody else after it was listed.
                } catch (DamagedException e) {
                    findings.add(Finding.of(
                            Finding.Kind.DAMAGED,
                            "snapshot " + name.id(),
                            e.what(),
                            "kept, with all segments of its generation; remove "
                                    + repository.location() + "/" + name.object()
                                    + " by hand if it is not needed"));
                    return Map.of();
                }
            }
        }
        Map<String, Long> segments = repository.segments(generation);
        segments.keySet().removeAll(needed);
        return segments;
    }
}
