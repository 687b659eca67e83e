package loom.aml.store;

import java.util.List;

/**
 * Changes of single items, resolved against a store.
 *
 * @param changes the changes of collections that make them
 * @param findings conflicts, and collections that could not be read
 */
public record ResolvedChanges(ChangeSet changes, List<Finding> findings) {
    public ResolvedChanges {
        findings = List.copyOf(findings);
    }
}
