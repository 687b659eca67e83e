package loom.aml.run;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import loom.aml.store.Finding;
import loom.aml.store.log.RunRecord;
import org.jspecify.annotations.Nullable;

/** What runs left undone that the next run of the same kind may do. Runs are shown to it from the newest to the oldest. */
final class PendingWork {
    /** The key under which a record says that something waits because the clock may be wrong. */
    static final String WAITING = "waiting_for_clock";

    /** The key under which a record has the number of items that were not removed because nobody could be asked. */
    static final String UNCONFIRMED = "unconfirmed";

    private final Set<String> seen = new HashSet<>();
    private final List<String> waiting = new ArrayList<>();
    private final List<String> unconfirmed = new ArrayList<>();

    /** Takes the next older run into account: of each operation the last run that ended says how it stands. */
    void see(RunRecord run) {
        if (run.finished().isEmpty() || !seen.add(run.operation())) {
            return;
        }
        run.finished().flatMap(end -> end.string(WAITING)).ifPresent(waiting::add);
        run.finished().flatMap(end -> end.string(UNCONFIRMED)).ifPresent(unconfirmed::add);
    }

    /** Returns what the first finding of a kind says, for the record; null if there is none. */
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
