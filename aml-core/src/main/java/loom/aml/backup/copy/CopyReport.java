package loom.aml.backup.copy;

import java.util.List;
import loom.aml.json.JsonObject;
import loom.aml.store.Finding;

/**
 * The objects that were copied.
 *
 * @param findings objects that were not copied, with the reasons
 */
public record CopyReport(List<CopiedObject> objects, List<Finding> findings) {
    public CopyReport {
        objects = List.copyOf(objects);
        findings = List.copyOf(findings);
    }

    /** Returns whether the copy has everything that the repository has. */
    public boolean isComplete() {
        return findings.stream().noneMatch(Finding::isProblem);
    }

    /** Returns the number of copied snapshots. */
    public long snapshots() {
        return objects.stream()
                .filter(object -> object.kind() == CopiedObject.Kind.SNAPSHOT)
                .count();
    }

    /** Returns the sum of the sizes in bytes. */
    public long bytes() {
        return objects.stream().mapToLong(CopiedObject::bytes).sum();
    }

    public JsonObject toJson() {
        return CopyPlan.counts(objects);
    }
}
