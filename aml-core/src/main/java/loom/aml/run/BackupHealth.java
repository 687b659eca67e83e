package loom.aml.run;

import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import loom.aml.json.JsonObject;
import loom.aml.monitor.BackupStatus;
import loom.aml.monitor.RunConcerns;
import loom.aml.store.ClockVerdict;
import loom.aml.store.MemoryStore;
import loom.aml.store.log.Incident;
import loom.aml.store.log.LogFolder;
import loom.aml.store.log.RunRecord;
import loom.aml.store.log.TimedId;

/**
 * Determines the state of a store's backups from the records of runs. Every snapshot is verified when it is created,
 * and its run records the result.
 */
public final class BackupHealth {
    /**
     * Operations that prove whether backups are usable. A successful rotation says nothing about the remaining
     * snapshots.
     */
    private static final Set<String> PROOFS = Set.of(
            OperationNames.BACKUP_CREATE,
            OperationNames.BACKUP_AUTO,
            OperationNames.BACKUP_VERIFY,
            OperationNames.BACKUP_DRILL);

    private BackupHealth() {}

    /** The maximum number of records that are read only to find the expected number of items. */
    private static final int FARTHEST = 100;

    /** Returns the state according to the records, as far as the snapshots confirm it. */
    public static BackupStatus of(MemoryStore store, Instant now) throws IOException {
        return SnapshotCheck.confirmed(store.place(), of(LogFolder.of(store.place()), now));
    }

    /**
     * Returns the state according to the records. Unreadable records are ignored here; {@code history} reports them.
     *
     * @param logs the records of the runs on the store
     */
    public static BackupStatus of(LogFolder logs, Instant now) throws IOException {
        Optional<Instant> newest = Optional.empty();
        Optional<Instant> ahead = Optional.empty();
        Optional<Proof> last = Optional.empty();
        ExpectedItems items = new ExpectedItems();
        PendingWork pending = new PendingWork();
        int read = 0;
        for (String id : logs.runs().reversed()) {
            Optional<RunRecord> readable = logs.readable(id);
            if (readable.isEmpty()) {
                continue;
            }
            RunRecord run = readable.get();
            Optional<Instant> verified = verified(run);
            if (verified.isPresent() && ClockVerdict.isAhead(verified.get(), now)) {
                ahead = ahead.or(() -> verified);
            } else if (verified.isPresent()
                    && newest.filter(verified.get()::isBefore).isEmpty()) {
                newest = verified;
            }
            if (last.isEmpty() && PROOFS.contains(run.operation())) {
                last = run.finished().map(end -> new Proof(run.operation(), run.startedAt(), end));
            }
            pending.see(run);
            boolean isCounted = items.see(run) || ++read > FARTHEST;
            // Runs are exclusive, so older runs had ended by then: none of them created a newer snapshot or is the last
            // one.
            if (isCounted && last.isPresent() && newest.isPresent() && isBefore(id, newest.get())) {
                break;
            }
        }
        Optional<Incident> incident = logs.incident();
        Optional<ExpectedItems.Expected> expected = items.expected();
        Incident ifLost = incident.orElse(new Incident(
                now, 0, 0, expected.map(ExpectedItems.Expected::snapshot).orElse("")));
        return new BackupStatus(
                newest,
                last.flatMap(Proof::failure),
                new RunConcerns(
                        ahead,
                        last.flatMap(Proof::at),
                        incident.map(Incident::words),
                        expected.map(ExpectedItems.Expected::items),
                        ifLost.advice(),
                        pending.waiting(),
                        pending.unconfirmed()));
    }

    private static boolean isBefore(String run, Instant time) {
        return TimedId.timeOf(run).filter(time::isAfter).isPresent();
    }

    /** Returns the time of a snapshot that the run verified; empty if it verified none. */
    private static Optional<Instant> verified(RunRecord run) {
        boolean isDone = Report.Outcome.of(run).equals(Optional.of(Report.Outcome.DONE));
        boolean makesOne = run.operation().equals(OperationNames.BACKUP_CREATE)
                || run.operation().equals(OperationNames.BACKUP_AUTO);
        return isDone && makesOne ? run.startedAt() : Optional.empty();
    }

    /** The result of a run that proves whether backups are usable. */
    private record Proof(String operation, Optional<Instant> at, JsonObject end) {
        Optional<String> failure() {
            String outcome = end.string("outcome").orElse("");
            if (outcome.equals(Report.Outcome.DONE.word())) {
                return Optional.empty();
            }
            String what = outcome.equals(Report.Outcome.PARTIAL.word()) ? "found damage or was incomplete" : outcome;
            return Optional.of("the last '" + operation + "' " + what
                    + end.string("error").map(why -> ": " + why).orElse(""));
        }
    }
}
