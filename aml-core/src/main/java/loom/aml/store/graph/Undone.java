package loom.aml.store.graph;

import java.util.List;
import loom.aml.store.Finding;

/**
 * The result of an undo.
 *
 * @param restored the number of entities, relations and observations that were put back
 * @param removed the number of those that the run had added and that were removed
 * @param findings the changes that were not undone because the graph was changed since
 */
public record Undone(int restored, int removed, List<Finding> findings) {
    public Undone {
        findings = List.copyOf(findings);
    }
}
