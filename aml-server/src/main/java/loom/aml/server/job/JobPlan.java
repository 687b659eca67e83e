package loom.aml.server.job;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import loom.aml.app.job.JobKind;
import loom.aml.json.JsonObject;

/**
 * A job of a store: when it runs next, and its last run.
 *
 * @param times its cron expression; empty if none is set
 * @param by the scheduler that runs it: {@code server}, {@code crontab}, {@code systemd} or {@code another server}; empty if none does
 * @param next when the server starts it next; empty if it does not
 * @param detail a problem, or the reason why it waits; empty if all is well
 * @param last its last run by the server
 */
public record JobPlan(
        JobKind job,
        State state,
        String times,
        String by,
        Optional<Instant> next,
        String detail,
        Optional<JobReport> last) {

    /** The state of a job. */
    public enum State {
        /** The server runs it. */
        SCHEDULED,
        /** Another scheduler runs it, so the server does not. */
        ELSEWHERE,
        /** No times are set, the server refuses every change, or aml only reads the store. */
        OFF,
        /** Its times cannot be used. */
        INVALID;

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public JsonObject toJson() {
        return JsonObject.builder()
                .put("job", job.word())
                .put("operation", job.command())
                .put("state", state.word())
                .put("times", times.isEmpty() ? null : times)
                .put("by", by.isEmpty() ? null : by)
                .put("next", next.orElse(null))
                .put("detail", detail)
                .put("last", last.map(JobReport::toJson).orElse(null))
                .build();
    }
}
