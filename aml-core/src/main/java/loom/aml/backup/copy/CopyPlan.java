package loom.aml.backup.copy;

import java.util.List;
import java.util.Set;
import loom.aml.json.JsonObject;
import loom.aml.store.Finding;

/**
 * The objects that a copy of a repository does not have yet. Immutable.
 *
 * @param present the names of the objects in the target; empty before the first copy
 * @param objects the objects, each after those that it needs
 * @param findings objects that differ from those of the repository, although they never change
 */
public record CopyPlan(Set<String> present, List<CopiedObject> objects, List<Finding> findings) {
    public CopyPlan {
        present = Set.copyOf(present);
        objects = List.copyOf(objects);
        findings = List.copyOf(findings);
    }

    /** Returns whether the target is still empty. */
    boolean isFirst() {
        return present.isEmpty();
    }

    /** Returns whether there is nothing to copy. */
    public boolean isEmpty() {
        return objects.isEmpty();
    }

    /** Returns the objects of a kind. */
    public List<CopiedObject> of(CopiedObject.Kind kind) {
        return objects.stream().filter(object -> object.kind() == kind).toList();
    }

    /** Returns the sum of the sizes in bytes. */
    public long bytes() {
        return objects.stream().mapToLong(CopiedObject::bytes).sum();
    }

    /** Returns the numbers of objects and their bytes, for the JSON documents of the front ends. */
    public JsonObject toJson() {
        return counts(objects);
    }

    static JsonObject counts(List<CopiedObject> objects) {
        JsonObject.Builder json = JsonObject.builder();
        for (CopiedObject.Kind kind : CopiedObject.Kind.values()) {
            json.put(
                    kind.word() + "s",
                    objects.stream().filter(object -> object.kind() == kind).count());
        }
        return json.put("bytes", objects.stream().mapToLong(CopiedObject::bytes).sum())
                .build();
    }
}
