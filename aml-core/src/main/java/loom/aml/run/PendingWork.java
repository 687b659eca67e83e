package loom.aml.run;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import loom.aml.store.Finding;
import loom.aml.store.log.RunRecord;
import org.jspecify.annotations.Nullable;

/** Finds the work that runs left for the next run of the same kind. Receives runs from the newest to the oldest. */
final class PendingWork {
    /** The key of work that is deferred because the clock may be wrong, in the record of a run. */
    static final String WAITING = "waiting_for_clock";

    /** The key of the number of removals that await confirmation, in the record of a run. */
    static final String UNCONFIRMED = "unconfirmed";

    private final Set<String> seen = new HashSet<>();
    private final List<String> waiting = new ArrayList<>();
    private final List<String> unconfirmed = new ArrayList<>();

    /** Processes the next older run. The last finished run of each operation counts. */
    void see(RunRecord run) {
        if (run.finished().isEmpty() || !seen.add(run.operation())) {
            return;
        }
        run.finished().flatMap(end -> end.string(WAITING)).ifPresent(waiting::add);
        run.finished().flatMap(end -> end.string(UNCONFIRMED)).ifPresent(unconfirmed::add);
    }

    /** Returns the text of the first finding of a kind for the record; null if absent. */
    static @Nullable String reason(Finding.Kind kind, List<Finding> findings) {
        for (Finding finding : findings) {
            if (finding.kind() == kind) {
                return kind == Finding.Kind.NOT_CONFIRMED ? finding.where() + ": " + finding.what() : finding.what();
            }
        }
        return null;
    }

    List<String> waiting() {
        return waiting;
    }

    List<String> unconfirmed() {
        return unconfirmed;
    }
}
