package loom.aml.maintain;

import java.io.IOException;
import java.util.List;
import loom.aml.run.Execution;
import loom.aml.store.Finding;
import loom.aml.store.StoreChange;

/** Writes the files of monitoring. Never fails the surrounding operation: problems are findings. */
final class StepWriter {
    private final Execution execution;
    private final List<Finding> findings;

    /** @param findings receives the problems */
    StepWriter(Execution execution, List<Finding> findings) {
        this.execution = execution;
        this.findings = findings;
    }

    /** Writes in steps, each only if the previous ones succeeded. Returns whether all did. */
    boolean write(List<List<StoreChange>> steps) {
        for (List<StoreChange> step : steps) {
            try {
                List<Finding> wrong = execution.write(step);
                findings.addAll(wrong);
                if (wrong.stream().anyMatch(Finding::isProblem)) {
                    return false;
                }
            } catch (IOException e) {
                findings.add(Finding.of(
                        Finding.Kind.UNREADABLE,
                        "monitoring",
                        "could not be written: " + e.getMessage(),
                        "the metrics are shown but not recorded"));
                return false;
            }
        }
        return true;
    }
}
