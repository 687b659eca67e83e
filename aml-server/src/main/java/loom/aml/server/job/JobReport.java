package loom.aml.server.job;

import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import loom.aml.json.JsonObject;

/**
 * The last run of a job.
 *
 * @param due the time for which it ran; empty if somebody asked for it
 * @param ended empty while it runs
 * @param detail the effect or the reason in a few words; may be empty
 * @param operation the id of the operation, which the host knows for a while; empty if it did not begin
 */
public record JobReport(
        Cause cause,
        Optional<Instant> due,
        Instant started,
        Optional<Instant> ended,
        Outcome outcome,
        String detail,
        String operation) {

    /** The reason why a job ran. */
    public enum Cause {
        SCHEDULE,
        /** The server was stopped, or the machine asleep, at its time. */
        CATCH_UP,
        REQUEST;

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** The result of a run. */
    public enum Outcome {
        RUNNING,
        DONE,
        /** Something could not be done, or needs attention. */
        PARTIAL,
        FAILED,
        CANCELLED,
        /** The server ended while it ran. */
        INTERRUPTED,
        /** Its time passed while nothing could run it, and missed runs are not caught up. */
        MISSED;

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    static JobReport started(Cause cause, Optional<Instant> due, Instant now) {
        return new JobReport(cause, due, now, Optional.empty(), Outcome.RUNNING, "", "");
    }

    JobReport as(String operationId) {
        return new JobReport(cause, due, started, ended, outcome, detail, operationId);
    }

    JobReport ended(Instant now, Outcome how, String summary) {
        return new JobReport(cause, due, started, Optional.of(now), how, summary, operation);
    }

    /** Returns whether the run was not completed and has not been repeated yet. */
    boolean isToBeRepeated() {
        return cause == Cause.SCHEDULE && outcome == Outcome.INTERRUPTED;
    }

    public JsonObject toJson() {
        return JsonObject.builder()
                .put("cause", cause.word())
                .put("due", due.orElse(null))
                .put("started", started)
                .put("ended", ended.orElse(null))
                .put("outcome", outcome.word())
                .put("detail", detail)
                .put("operation", operation.isEmpty() ? null : operation)
                .build();
    }

    /** Returns the report after the process that wrote it has ended. */
    JobReport orphaned() {
        return outcome == Outcome.RUNNING
                ? new JobReport(cause, due, started, ended, Outcome.INTERRUPTED, detail, operation)
                : this;
    }

    /** Reads a report that another process wrote; empty if it has words of another version. */
    static Optional<JobReport> of(JsonObject report) {
        Optional<Cause> cause = Arrays.stream(Cause.values())
                .filter(each -> each.word().equals(report.string("cause").orElse("")))
                .findFirst();
        Optional<Outcome> outcome = Arrays.stream(Outcome.values())
                .filter(each -> each.word().equals(report.string("outcome").orElse("")))
                .findFirst();
        Optional<Instant> started = report.instant("started");
        if (cause.isEmpty() || outcome.isEmpty() || started.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new JobReport(
                cause.get(),
                report.instant("due"),
                started.get(),
                report.instant("ended"),
                outcome.get(),
                report.string("detail").orElse(""),
                report.string("operation").orElse("")));
    }
}
