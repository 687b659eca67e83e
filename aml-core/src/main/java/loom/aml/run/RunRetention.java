package loom.aml.run;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import loom.aml.store.log.LogFolder;
import loom.aml.store.log.RunRecord;
import loom.aml.store.log.TimedId;

/**
 * Limits the number of run records and the age of former versions. The oldest records of runs that changed nothing are deleted, such as those of the
 * daily job with nothing to do. A record is kept, however old, if it is needed for an undo, lists undone changes,
 * belongs to a run that did not end well, or cannot be read.
 *
 * <p>A run of the guard whose program removed no item only changed or added some. Its former versions of memories that still
 * exist, or that a later run has archived, are deleted with its record when they are older than a limit.
 *
 * <p>Records are deleted one by one, so a crash leaves fewer records but no partial ones. The record of a run with
 * steps is kept as long as that of any step.
 */
public final class RunRetention {
    /** More than one command with all its steps records. */
    private static final int LATEST = 100;

    private final LogFolder logs;
    private final int kept;

    /** @param kept the number of newest records that are always kept */
    public RunRetention(LogFolder logs, int kept) {
        this.logs = logs;
        this.kept = kept;
    }

    /** Deletes dispensable records. Returns their number. */
    public int forget() throws IOException {
        return forget(Integer.MAX_VALUE);
    }

    /**
     * Deletes those dispensable records that lately exceeded the limit. Does not read the older ones, which after months are
     * thousands. Returns their number.
     */
    public int forgetLatest() throws IOException {
        return forget(LATEST);
    }

    private int forget(int most) throws IOException {
        List<String> runs = logs.runs();
        Set<String> there = new HashSet<>(runs);
        List<String> gone = new ArrayList<>();
        int old = Math.max(0, runs.size() - kept);
        // A run began before its steps and is deleted only after them, so steps are checked first.
        for (String run : runs.subList(Math.max(0, old - most), old).reversed()) {
            if (isDispensable(run, there) && !logs.hasArchives(run)) {
                there.remove(run);
                gone.add(run);
            }
        }
        logs.forget(gone);
        return gone.size();
    }

    /**
     * Deletes the runs of the guard that began before a time and removed no item. Returns their number.
     *
     * @param before by a clock that can be trusted
     */
    public int forgetVersions(Instant before) throws IOException {
        List<String> runs = logs.runs();
        int forgotten = 0;
        for (String run : runs.subList(0, Math.max(0, runs.size() - kept))) {
            if (TimedId.timeOf(run).filter(before::isAfter).isPresent() && isOfVersionsOnly(run)) {
                logs.forgetWithArchives(run);
                forgotten++;
            }
        }
        return forgotten;
    }

    private boolean isOfVersionsOnly(String run) {
        try {
            if (!logs.isOf(run, OperationNames.GUARD)) {
                return false;
            }
            RunRecord record = logs.read(run);
            return record.brokenLines() == 0
                    && record.damage().isEmpty()
                    && record.steps().isEmpty()
                    && (!record.commits().isEmpty() || record.isForgotten())
                    && record.removed() == 0
                    && isDone(record);
        } catch (IOException e) {
            // Unreadable data is never deleted.
            return false;
        }
    }

    private static boolean isDone(RunRecord record) {
        return record.finished()
                .flatMap(end -> end.string("outcome"))
                .filter(outcome -> outcome.equals(Report.Outcome.DONE.word()))
                .isPresent();
    }

    /** @param there the runs that are still recorded */
    private boolean isDispensable(String run, Set<String> there) {
        try {
            RunRecord record = logs.read(run);
            return record.brokenLines() == 0
                    && record.commits().isEmpty()
                    && record.undoes().isEmpty()
                    && record.steps().stream().noneMatch(there::contains)
                    && isDone(record);
        } catch (IOException e) {
            // Unreadable data is never deleted.
            return false;
        }
    }
}
