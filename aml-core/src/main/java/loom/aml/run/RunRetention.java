package loom.aml.run;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import loom.aml.store.log.LogFolder;
import loom.aml.store.log.RunRecord;

/**
 * Limits the number of run records. The oldest records of runs that changed nothing are deleted, such as those of the
 * daily job with nothing to do. A record is kept, however old, if it is needed for an undo, lists undone changes,
 * belongs to a run that did not end well, or cannot be read.
 *
 * <p>Records are deleted one by one, so a crash leaves fewer records but no partial ones. The record of a run with
 * steps is kept as long as that of any step.
 */
public final class RunRetention {
    private final LogFolder logs;
    private final int kept;

    /** @param kept the number of newest records that are always kept */
    public RunRetention(LogFolder logs, int kept) {
        this.logs = logs;
        this.kept = kept;
    }

    /** Deletes dispensable records. Returns their number. */
    public int forget() throws IOException {
        List<String> runs = logs.runs();
        Set<String> there = new HashSet<>(runs);
        List<String> gone = new ArrayList<>();
        // A run began before its steps and is deleted only after them, so steps are checked first.
        for (String run : runs.subList(0, Math.max(0, runs.size() - kept)).reversed()) {
            if (isDispensable(run, there) && !logs.hasArchives(run)) {
                there.remove(run);
                gone.add(run);
            }
        }
        logs.forget(gone);
        return gone.size();
    }

    /** @param there the runs that are still recorded */
    private boolean isDispensable(String run, Set<String> there) {
        try {
            RunRecord record = logs.read(run);
            return record.brokenLines() == 0
                    && record.commits().isEmpty()
                    && record.undoes().isEmpty()
                    && record.steps().stream().noneMatch(there::contains)
                    && record.finished()
                            .flatMap(end -> end.string("outcome"))
                            .filter(outcome -> outcome.equals(Report.Outcome.DONE.word()))
                            .isPresent();
        } catch (IOException e) {
            // Unreadable data is never deleted.
            return false;
        }
    }
}
