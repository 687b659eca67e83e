package loom.aml.server.job;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import loom.aml.app.job.JobKind;
import loom.aml.app.job.JobPolicy;
import loom.aml.server.job.JobReport.Cause;
import loom.aml.server.job.JobReport.Outcome;

/** The state of a job of a store. Used under the lock of its {@link StoreJobs}. */
final class Job {
    /** A job that could start only this long after its time was missed. The scheduler looks more often. */
    private static final Duration TOLERANCE = Duration.ofMinutes(2);

    private final JobKind kind;
    private final JobPolicy policy;
    private final Optional<CronTimes> times;
    private final JobPlan.State unscheduled;
    private final String problem;
    private final RandomGenerator random;
    private Instant settled;

    /** The note before the run in progress. */
    private JobNote before;

    /** Set if the run that is due could not lock the store. */
    private boolean isPostponed;

    private Optional<Due> due = Optional.empty();
    private Optional<JobReport> last = Optional.empty();

    /** The last run that another server noted; empty if this one runs the job. */
    private Optional<JobReport> elsewhere = Optional.empty();

    private String remark = "";

    /**
     * The next run.
     *
     * @param time its time by the cron expression
     * @param start the time with the jitter
     * @param cause empty until it can start
     */
    record Due(Instant time, Instant start, Optional<Cause> cause) {}

    /**
     * @param times its times; empty if the server does not run it
     * @param unscheduled its state without times
     * @param problem the reason why its times are not used; may be empty
     */
    Job(
            JobKind kind,
            JobPolicy policy,
            Optional<CronTimes> times,
            JobPlan.State unscheduled,
            String problem,
            RandomGenerator random,
            Instant now) {
        this.kind = kind;
        this.policy = policy;
        this.times = times;
        this.unscheduled = unscheduled;
        this.problem = problem;
        this.random = random;
        this.settled = now;
        this.before = new JobNote(expression(), now, last);
    }

    /** Continues where the server before has ended. */
    void resume(JobNote note) {
        Optional<JobReport> found = note.last().map(JobReport::orphaned);
        last = later(last, found);
        elsewhere = Optional.empty();
        if (!note.times().equals(expression())) {
            return;
        }
        settled = note.settled();
        if (policy.catchesUp() && found.map(JobReport::isToBeRepeated).orElse(false)) {
            due = found.flatMap(JobReport::due).map(time -> new Due(time, time, Optional.of(Cause.CATCH_UP)));
        }
    }

    /** Shows a run that another server noted. */
    void show(Optional<JobReport> report) {
        elsewhere = report;
    }

    private static Optional<JobReport> later(Optional<JobReport> one, Optional<JobReport> other) {
        return Stream.of(one, other).flatMap(Optional::stream).max(Comparator.comparing(JobReport::started));
    }

    JobKind kind() {
        return kind;
    }

    String expression() {
        return policy.times().getOrDefault(kind, "");
    }

    JobNote note() {
        return new JobNote(expression(), settled, last);
    }

    boolean isScheduled() {
        return times.isPresent();
    }

    boolean isRunning() {
        return last.map(report -> report.outcome() == Outcome.RUNNING).orElse(false);
    }

    /** Returns the next run; empty if the job is not scheduled. */
    Optional<Due> next(Instant now) {
        if (times.isEmpty()) {
            return Optional.empty();
        }
        if (settled.isAfter(now)) {
            // The clock was set back, or had been wrong.
            settle(now);
        }
        if (due.isEmpty()) {
            Instant time = times.get().after(settled);
            due = Optional.of(new Due(time, time.plus(delay(time)), Optional.empty()));
        }
        return due;
    }

    /** At most half of the interval, so that a run never passes the next one. */
    private Duration delay(Instant time) {
        long interval = Duration.between(time, times.orElseThrow().after(time)).toMillis();
        long most = Math.min(policy.jitter().toMillis(), interval / 2);
        return Duration.ofMillis(random.nextLong(most + 1));
    }

    /** Returns the run that is due; empty if none is. A run that was missed is settled, unless it is to be caught up. */
    Optional<Due> ready(Instant now) {
        Optional<Due> next = next(now);
        if (next.isEmpty() || now.isBefore(next.get().start())) {
            return Optional.empty();
        }
        if (next.get().cause().isEmpty()) {
            Due found = next.get();
            boolean isMissed = now.isAfter(found.start().plus(TOLERANCE));
            if (isMissed && !policy.catchesUp() && !isRunning()) {
                settle(now);
                last = Optional.of(JobReport.started(Cause.SCHEDULE, Optional.of(found.time()), now)
                        .ended(now, Outcome.MISSED, ""));
                return Optional.empty();
            }
            due = Optional.of(
                    new Due(found.time(), found.start(), Optional.of(isMissed ? Cause.CATCH_UP : Cause.SCHEDULE)));
        }
        return due;
    }

    /** Settles all times until now: several that were missed are answered by one run. */
    void settle(Instant now) {
        settled = now;
        due = Optional.empty();
        remark = "";
    }

    /** Settles a run that is due while the one before is in progress. */
    void refuse(Due refused, Instant now) {
        settle(now);
        remark = "the run due at " + refused.time() + " was skipped, because the one before was still in progress";
    }

    /** Says why the run that is due has not started yet. */
    void waitFor(String what) {
        remark = "waits for " + what;
    }

    /** Notes that a run has begun. */
    void begin(JobReport report) {
        before = note();
        if (report.due().isPresent()) {
            settle(report.started());
        }
        last = Optional.of(report);
    }

    /**
     * Takes back the beginning of a run that had no effect, and keeps it due.
     *
     * @param start when it is tried again
     * @return whether it is the first time
     */
    boolean postpone(Instant start, String what) {
        JobReport begun = last.orElseThrow();
        settled = before.settled();
        last = before.last();
        due = Optional.of(new Due(begun.due().orElseThrow(), start, Optional.of(begun.cause())));
        waitFor(what);
        boolean isFirst = !isPostponed;
        isPostponed = true;
        return isFirst;
    }

    /** Notes that a run has ended. */
    void end(Instant now, Outcome outcome, String summary) {
        isPostponed = false;
        last = last.map(report -> report.ended(now, outcome, summary));
    }

    /**
     * Describes the job.
     *
     * @param other the other scheduler that runs it; empty if none does
     * @param isOff whether the server runs no jobs
     */
    JobPlan plan(Instant now, String other, boolean isOff) {
        JobPlan.State state = JobPlan.State.SCHEDULED;
        String by = "server";
        if (!other.isEmpty()) {
            state = JobPlan.State.ELSEWHERE;
            by = other;
        } else if (times.isEmpty() || isOff) {
            state = times.isEmpty() ? unscheduled : JobPlan.State.OFF;
            by = "";
        }
        boolean isOwn = state == JobPlan.State.SCHEDULED;
        return new JobPlan(
                kind,
                state,
                expression(),
                by,
                isOwn ? next(now).map(Due::start) : Optional.empty(),
                problem.isEmpty() ? remark : problem,
                later(last, elsewhere));
    }
}
