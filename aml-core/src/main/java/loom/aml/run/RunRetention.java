package loom.aml.run;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import loom.aml.store.log.LogFolder;
import loom.aml.store.log.RunRecord;

/**
 * Keeps the records of runs from becoming ever more. Of the oldest, those are forgotten that took nothing away and left nothing
 * behind: the daily job that found nothing to do. A record stays, however old, if anything can be put back by it, if it says
 * what was put back, if its run did not end well, or if it cannot be read.
 *
 * <p>Records are removed one by one, so a crash leaves fewer records and no half ones. That of a run with steps stays as long as
 * that of any step.
 */
public final class RunRetention {
    private final LogFolder logs;
    private final int kept;

    /**
     * @param kept how many records are kept in any case, the newest
     */
    public RunRetention(LogFolder logs, int kept) {
        this.logs = logs;
        this.kept = kept;
    }

    /** Forgets what can be forgotten; the number of records that went. */
    public int forget() throws IOException {
        List<String> runs = logs.runs();
        Set<String> there = new HashSet<>(runs);
        List<String> gone = new ArrayList<>();
        // A run began before its steps and goes only after them, so steps are looked at first.
        for (String run : runs.subList(0, Math.max(0, runs.size() - kept)).reversed()) {
            if (isOfNoConsequence(run, there) && !logs.hasArchives(run)) {
                there.remove(run);
                gone.add(run);
            }
        }
        logs.forget(gone);
        return gone.size();
    }

    /**
     * @param there the runs that are still recorded
     */
    private boolean isOfNoConsequence(String run, Set<String> there) {
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
            // What cannot be read is never deleted.
            return false;
        }
    }
}
