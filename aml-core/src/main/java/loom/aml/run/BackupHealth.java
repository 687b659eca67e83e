package loom.aml.run;

import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import loom.aml.json.JsonObject;
import loom.aml.monitor.BackupStatus;
import loom.aml.monitor.RunConcerns;
import loom.aml.store.ClockVerdict;
import loom.aml.store.log.Incident;
import loom.aml.store.log.LogFolder;
import loom.aml.store.log.RunRecord;
import loom.aml.store.log.TimedId;
import loom.aml.store.loom.FileMemoryStore;

/** The state of the backups of a store. Every snapshot is verified when it is made, and the record of the run says so. */
public final class BackupHealth {
    /** What shows whether backups can be relied on; that rotation went well says nothing of the snapshots that are kept. */
    private static final Set<String> PROOFS = Set.of(
            OperationNames.BACKUP_CREATE,
            OperationNames.BACKUP_AUTO,
            OperationNames.BACKUP_VERIFY,
            OperationNames.BACKUP_DRILL);

    private BackupHealth() {}

    /** Records that are read at most for what a store should hold, once all else is known. */
    private static final int FARTHEST = 100;

    /** What the records say, as far as the snapshots themselves bear it out. */
    public static BackupStatus of(FileMemoryStore store, Instant now) throws IOException {
        return SnapshotCheck.confirmed(store.place(), of(store.logs(), now));
    }

    /**
     * What the records say. One that cannot be read is passed over; {@code history} tells of it.
     *
     * @param logs where the runs on the store are recorded
     */
    public static BackupStatus of(LogFolder logs, Instant now) throws IOException {
        Optional<Instant> newest = Optional.empty();
        Optional<Instant> ahead = Optional.empty();
        Optional<Proof> last = Optional.empty();
        ExpectedItems items = new ExpectedItems();
        PendingWork pending = new PendingWork();
        int read = 0;
        for (String id : logs.runs().reversed()) {
            RunRecord run;
            try {
                run = logs.read(id);
            } catch (IOException e) {
                continue;
            }
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
            // Runs take turns, so those before this one were over by then: none made a newer snapshot, or is the last.
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

    /** When the store was as a snapshot says that is known to be sound; nothing if the run tells of none. */
    private static Optional<Instant> verified(RunRecord run) {
        boolean isDone = run.finished()
                .flatMap(end -> end.string("outcome"))
                .filter(Report.Outcome.DONE.word()::equals)
                .isPresent();
        boolean makesOne = run.operation().equals(OperationNames.BACKUP_CREATE)
                || run.operation().equals(OperationNames.BACKUP_AUTO);
        return isDone && makesOne ? run.startedAt() : Optional.empty();
    }

    /** What came of a run that shows whether the backups are of use. */
    private record Proof(String operation, Optional<Instant> at, JsonObject end) {
        Optional<String> failure() {
            String outcome = end.string("outcome").orElse("");
            if (outcome.equals(Report.Outcome.DONE.word())) {
                return Optional.empty();
            }
            String what = outcome.equals(Report.Outcome.PARTIAL.word()) ? "found damage, or could not do all" : outcome;
            return Optional.of("the last '" + operation + "' " + what
                    + end.string("error").map(why -> ": " + why).orElse(""));
        }
    }
}
