package loom.aml.run;

import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import loom.aml.json.JsonObject;
import loom.aml.monitor.BackupStatus;
import loom.aml.store.log.LogFolder;
import loom.aml.store.log.RunRecord;
import loom.aml.store.log.TimedId;

/** How the backups of a store stand, as the records of runs tell it. Every snapshot is verified when it is made. */
public final class BackupHealth {
    private BackupHealth() {}

    /**
     * What the records say. One that cannot be read is passed over; {@code history} tells of it.
     *
     * @param logs where the runs on the store are recorded
     */
    public static BackupStatus of(LogFolder logs) throws IOException {
        Optional<Instant> newest = Optional.empty();
        Optional<Proof> last = Optional.empty();
        for (String id : logs.runs().reversed()) {
            RunRecord run;
            try {
                run = logs.read(id);
            } catch (IOException e) {
                continue;
            }
            Optional<Instant> verified = verified(run);
            if (verified.isPresent() && newest.filter(verified.get()::isBefore).isEmpty()) {
                newest = verified;
            }
            if (last.isEmpty() && BackupRuns.PROOFS.contains(run.operation())) {
                last = run.finished().map(end -> new Proof(run.operation(), end));
            }
            // Runs take turns, so those before this one were over by then: none made a newer snapshot, or is the last.
            if (last.isPresent() && newest.isPresent() && isBefore(id, newest.get())) {
                break;
            }
        }
        return new BackupStatus(newest, last.flatMap(Proof::failure));
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
        boolean makesOne =
                run.operation().equals(BackupRuns.CREATE) || run.operation().equals(BackupRuns.AUTO);
        return isDone && makesOne ? run.startedAt() : Optional.empty();
    }

    /** What came of a run that shows whether the backups are of use. */
    private record Proof(String operation, JsonObject end) {
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
