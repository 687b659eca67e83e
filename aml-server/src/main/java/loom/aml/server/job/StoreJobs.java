package loom.aml.server.job;

import java.io.IOException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.random.RandomGenerator;
import loom.aml.app.job.JobKind;
import loom.aml.app.job.JobPolicy;
import loom.aml.server.job.JobReport.Outcome;
import loom.aml.server.operation.HostStoppingException;
import loom.aml.server.operation.Operation;
import loom.aml.server.operation.OperationRunningException;
import loom.aml.server.stores.ServedStore;

/** The jobs of a store, with notes that outlive the process. Thread-safe. */
final class StoreJobs {
    private final ServedStore store;
    private final JobNotes notes;
    private final Map<JobKind, Job> jobs = new EnumMap<>(JobKind.class);

    /** Notes that cannot be read are not replaced. */
    private boolean areNotesKnown;

    /** Starts the operation of a job. */
    @FunctionalInterface
    interface Starter {
        Operation start() throws OperationRunningException, HostStoppingException;
    }

    /** @param zone the zone of the cron expressions */
    StoreJobs(ServedStore store, JobPolicy policy, JobNotes notes, ZoneId zone, RandomGenerator random, Instant now) {
        this.store = store;
        this.notes = notes;
        for (JobKind kind : JobKind.values()) {
            jobs.put(kind, job(kind, policy, zone, random, now));
        }
        resume();
    }

    private Job job(JobKind kind, JobPolicy policy, ZoneId zone, RandomGenerator random, Instant now) {
        Optional<CronTimes> times = Optional.empty();
        String problem = "";
        String expression = policy.times().getOrDefault(kind, "");
        if (!expression.isEmpty()) {
            try {
                times = Optional.of(CronTimes.parse(expression, zone, now));
            } catch (InvalidTimesException e) {
                problem = kind.setting().name() + ": " + e.getMessage();
                store.frontEnd().warn("the " + kind.title() + " does not run", new IOException(problem, e));
            }
        }
        return new Job(kind, policy, times, problem, random, now);
    }

    private synchronized void resume() {
        try {
            notes.read(store.id()).forEach((kind, note) -> job(kind).resume(note));
            areNotesKnown = true;
        } catch (IOException e) {
            store.frontEnd().warn("jobs that were missed before are not caught up", e);
        }
        if (isScheduled()) {
            // A job that has never run is missed from now on.
            save();
        }
    }

    private void save() {
        if (!areNotesKnown) {
            return;
        }
        Map<JobKind, JobNote> all = new EnumMap<>(JobKind.class);
        jobs.forEach((kind, job) -> all.put(kind, job.note()));
        try {
            notes.write(store.id(), all);
        } catch (IOException e) {
            store.frontEnd().warn("the last runs of the jobs were not noted", e);
        }
    }

    ServedStore store() {
        return store;
    }

    private Job job(JobKind kind) {
        return Objects.requireNonNull(jobs.get(kind));
    }

    /** Returns whether any of them has times. */
    boolean isScheduled() {
        return jobs.values().stream().anyMatch(Job::isScheduled);
    }

    /** Returns the runs that are due. One that was missed is settled, unless it is to be caught up. */
    synchronized Map<JobKind, Job.Due> ready(Instant now) {
        Map<JobKind, Job.Due> ready = new EnumMap<>(JobKind.class);
        boolean isMissed = false;
        for (Job job : jobs.values()) {
            Optional<JobReport> before = job.note().last();
            job.ready(now).ifPresent(due -> ready.put(job.kind(), due));
            isMissed |= !job.note().last().equals(before);
        }
        if (isMissed) {
            save();
        }
        return ready;
    }

    /** Settles a run that another scheduler makes. */
    synchronized void leave(JobKind kind, Instant now) {
        job(kind).settle(now);
    }

    /** Settles a run that is due while the one before is in progress; returns whether it is. */
    synchronized boolean refuseOverlap(JobKind kind, Job.Due due, Instant now) {
        Job job = job(kind);
        if (job.isRunning()) {
            job.refuse(due, now);
        }
        return job.isRunning();
    }

    /** Says why a run that is due has not started yet. */
    synchronized void waitFor(JobKind kind, String what) {
        job(kind).waitFor(what);
    }

    /** Starts a run. It cannot end before it is noted. */
    synchronized Operation begin(JobKind kind, JobReport report, Starter starter)
            throws OperationRunningException, HostStoppingException {
        Operation operation = starter.start();
        job(kind).begin(report.as(operation.id()));
        save();
        return operation;
    }

    synchronized void end(JobKind kind, Instant now, Outcome outcome, String summary) {
        job(kind).end(now, outcome, summary);
        save();
    }

    /**
     * Describes the jobs.
     *
     * @param others the names of the schedulers that run jobs instead of the server
     * @param isOff whether the server runs no jobs
     */
    synchronized List<JobPlan> plans(Instant now, Map<JobKind, String> others, boolean isOff) {
        return jobs.values().stream()
                .map(job -> job.plan(now, others.getOrDefault(job.kind(), ""), isOff))
                .toList();
    }
}
