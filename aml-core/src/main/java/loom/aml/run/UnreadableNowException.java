package loom.aml.run;

import java.io.IOException;
import java.util.List;
import loom.aml.store.Finding;

/** A file of a run that is undone cannot be read now, so a later undo has to reverse the changes of the run to it. */
final class UnreadableNowException extends IOException {
    private static final long serialVersionUID = 1;

    private final transient List<Finding> findings;

    /** @param findings the reasons, at least one */
    UnreadableNowException(List<Finding> findings) {
        super(findings.getFirst().what());
        this.findings = List.copyOf(findings);
    }

    /** Returns the reasons. */
    List<Finding> findings() {
        return findings;
    }
}
