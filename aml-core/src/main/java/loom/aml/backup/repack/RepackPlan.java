package loom.aml.backup.repack;

import java.util.List;
import java.util.Optional;
import loom.aml.backup.repository.GenerationLayout;
import loom.aml.json.JsonObject;
import loom.aml.store.Finding;

/**
 * Which generations to repack. Immutable; a dry run is a plan that is not executed.
 *
 * @param generations all generations that could be measured, the oldest first
 * @param findings snapshots and generations that could not be measured
 */
public record RepackPlan(List<Measured> generations, List<Finding> findings) {
    public RepackPlan {
        generations = List.copyOf(generations);
        findings = List.copyOf(findings);
    }

    /**
     * A generation.
     *
     * @param reason why it pays to repack it; empty if it does not
     */
    public record Measured(GenerationLayout layout, Optional<String> reason) {}

    /** Returns the generations to repack. */
    public List<GenerationLayout> chosen() {
        return generations.stream()
                .filter(measured -> measured.reason().isPresent())
                .map(Measured::layout)
                .toList();
    }

    /** Returns whether there is nothing to do. */
    public boolean isEmpty() {
        return chosen().isEmpty();
    }

    /** Returns whether everything could be measured. */
    public boolean isComplete() {
        return findings.stream().noneMatch(Finding::isProblem);
    }

    public JsonObject toJson() {
        return RepackReport.json(generations, List.of(), findings);
    }
}
