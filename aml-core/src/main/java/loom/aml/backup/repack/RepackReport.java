package loom.aml.backup.repack;

import java.util.List;
import java.util.Optional;
import loom.aml.backup.repository.GenerationLayout;
import loom.aml.json.JsonObject;
import loom.aml.store.Finding;

/**
 * The result of repacking.
 *
 * @param plan the generations as they were before
 * @param after the generations that were repacked, as they are now
 * @param snapshots the number of snapshots that were rewritten
 * @param findings snapshots that were not rewritten, with the reasons
 */
public record RepackReport(RepackPlan plan, List<GenerationLayout> after, int snapshots, List<Finding> findings) {
    public RepackReport {
        after = List.copyOf(after);
        findings = List.copyOf(findings);
    }

    /** Returns whether everything that was planned was repacked. */
    public boolean isComplete() {
        return findings.stream().noneMatch(Finding::isProblem);
    }

    /** Returns by how many bytes the segments became smaller; negative if they grew. */
    public long bytesFreed() {
        long before = 0;
        for (GenerationLayout layout : plan.chosen()) {
            if (after(layout.generation(), after).isPresent()) {
                before += layout.bytes();
            }
        }
        return before - after.stream().mapToLong(GenerationLayout::bytes).sum();
    }

    public JsonObject toJson() {
        return JsonObject.builder()
                .putAll(json(plan.generations(), after, findings))
                .put("snapshots", snapshots)
                .put("bytes_freed", bytesFreed())
                .build();
    }

    /** Returns a repacked generation as it is now. */
    public Optional<GenerationLayout> after(String generation) {
        return after(generation, after);
    }

    private static Optional<GenerationLayout> after(String generation, List<GenerationLayout> after) {
        return after.stream()
                .filter(layout -> layout.generation().equals(generation))
                .findFirst();
    }

    static JsonObject json(
            List<RepackPlan.Measured> generations, List<GenerationLayout> after, List<Finding> findings) {
        return JsonObject.builder()
                .put(
                        "generations",
                        generations.stream()
                                .map(measured -> json(measured, after))
                                .toList())
                .put("findings", findings.stream().map(Finding::toJson).toList())
                .build();
    }

    private static JsonObject json(RepackPlan.Measured measured, List<GenerationLayout> after) {
        String generation = measured.layout().generation();
        return JsonObject.builder()
                .put("id", generation)
                .put("reason", measured.reason().orElse(null))
                .put("before", measured.layout().toJson())
                .put(
                        "after",
                        after(generation, after).map(GenerationLayout::toJson).orElse(null))
                .build();
    }
}
