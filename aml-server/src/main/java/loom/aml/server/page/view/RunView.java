package loom.aml.server.page.view;

import java.util.List;
import java.util.Optional;
import loom.aml.run.RemovedItems;

/**
 * A run.
 *
 * @param snapshot the snapshot from before it, or the one that it created
 * @param undoes the run that it reversed
 * @param removed the first items that it removed, of {@code total}
 * @param findings records and archives that could not be read
 */
public record RunView(
        RunRow run,
        List<RunRow> steps,
        Optional<String> snapshot,
        Optional<String> undoes,
        List<RemovedItems.Removed> removed,
        long total,
        List<FindingView> findings) {
    public RunView {
        steps = List.copyOf(steps);
        removed = List.copyOf(removed);
        findings = List.copyOf(findings);
    }
}
