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
import loom.aml.io.Disk;
import loom.aml.server.job.JobReport.Outcome;
import loom.aml.server.operation.HostStoppingException;
import loom.aml.server.operation.Operation;
import loom.aml.server.operation.OperationRunningException;
import loom.aml.server.stores.ServedStore;
import loom.aml.store.StoreKind;

/**
 * The jobs of a store, with notes that outlive the process. Of several servers, only the one that has locked the jobs runs them.
 * Thread-safe.
 */
final class StoreJobs {
    private static final String OTHER = "another server";

    private final ServedStore store;
    private final JobNotes notes;
    private final Map<JobKind, Job> jobs = new EnumMap<>(JobKind.class);

    private Optional<Disk.OsLock> lock = Optional.empty();
    private boolean isOwner;
    private boolean isEnding;

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
    }

    private Job job(JobKind kind, JobPolicy policy, ZoneId zone, RandomGenerator random, Instant now) {
        Optional<CronTimes> times = Optional.empty();
        JobPlan.State unscheduled = JobPlan.State.OFF;
        String problem = "";
        String expression = policy.times().getOrDefault(kind, "");
        StoreKind storeKind = store.found().kind();
        if (!expression.isEmpty() && kind.changesItems() && storeKind.isReadOnly()) {
            problem = "aml only reads and backs up " + storeKind.title();
        } else if (!expression.isEmpty()) {
            try {
                times = Optional.of(CronTimes.parse(expression, zone, now));
            } catch (InvalidTimesException e) {
                unscheduled = JobPlan.State.INVALID;
                problem = kind.setting().name() + ": " + e.getMessage();
                store.frontEnd().warn("the " + kind.title() + " does not run", new IOException(problem, e));
            }
        }
        return new Job(kind, policy, times, unscheduled, problem, random, now);
    }

    /** Takes the jobs over unless another server runs them; returns whether this one does. */
    private boolean own(Instant now) {
        if (isOwner || isEnding) {
            return isOwner;
        }
        try {
            lock = notes.tryLock(store.id());
            isOwner = lock.isPresent();
        } catch (IOException e) {
            store.frontEnd().warn("it is unknown whether another server runs the same jobs", e);
            isOwner = true;
        }
        if (isOwner) {
            resume(now);
        }
        return isOwner;
    }

    /** Leaves the jobs to another server, as soon as none is in progress. */
    synchronized void release() {
        isEnding = true;
        if (isOwner && jobs.values().stream().noneMatch(Job::isRunning)) {
            isOwner = false;
            try {
                if (lock.isPresent()) {
                    lock.get().close();
                }
            } catch (IOException e) {
                store.frontEnd().warn("another server can run the jobs only after the end of this process", e);
            }
        }
    }

    private void resume(Instant now) {
        // Without a note, times that passed were those of the server before.
        jobs.values().forEach(job -> job.settle(now));
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
        if (!isOwner || !areNotesKnown) {
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

    /**
     * Returns the runs that are due; none if another server runs the jobs. One that was missed is settled, unless it is to be caught up.
     */
    synchronized Map<JobKind, Job.Due> ready(Instant now) {
        Map<JobKind, Job.Due> ready = new EnumMap<>(JobKind.class);
        if (!isScheduled() || !own(now)) {
            return ready;
        }
        boolean isChanged = false;
        for (Job job : jobs.values()) {
            JobNote before = job.note();
            job.ready(now).ifPresent(due -> ready.put(job.kind(), due));
            isChanged |= !job.note().equals(before);
        }
        if (isChanged) {
            save();
        }
        return ready;
    }

    /** Settles a run that another scheduler makes. */
    synchronized void leave(JobKind kind, Instant now) {
        job(kind).settle(now);
        save();
    }

    /** Settles a run that is due while the one before is in progress; returns whether it is. */
    synchronized boolean refuseOverlap(JobKind kind, Job.Due due, Instant now) {
        Job job = job(kind);
        if (!job.isRunning()) {
            return false;
        }
        job.refuse(due, now);
        save();
        return true;
    }

    /** Says why a run that is due has not started yet. */
    synchronized void waitFor(JobKind kind, String what) {
        job(kind).waitFor(what);
    }

    /**
     * Takes back the beginning of a run that had no effect, and keeps it due.
     *
     * @param start when it is tried again
     * @param awaited the name of the thing for which it waits
     * @return whether it is the first time
     */
    synchronized boolean postpone(JobKind kind, Instant start, String awaited) {
        boolean isFirst = job(kind).postpone(start, awaited);
        save();
        releaseIfEnding();
        return isFirst;
    }

    /** Starts a run. It cannot end before it is noted. */
    synchronized Operation begin(JobKind kind, JobReport report, Starter starter)
            throws OperationRunningException, HostStoppingException {
        if (isEnding) {
            throw new HostStoppingException();
        }
        own(report.started());
        Operation operation = starter.start();
        job(kind).begin(report.as(operation.id()));
        save();
        return operation;
    }

    synchronized void end(JobKind kind, Instant now, Outcome outcome, String summary) {
        job(kind).end(now, outcome, summary);
        save();
        releaseIfEnding();
    }

    private void releaseIfEnding() {
        if (isEnding) {
            release();
        }
    }

    /**
     * Describes the jobs.
     *
     * @param others the names of the schedulers that run jobs instead of the server
     * @param isOff whether the server runs no jobs
     */
    synchronized List<JobPlan> plans(Instant now, Map<JobKind, String> others, boolean isOff) {
        boolean isOwn = isOff || !isScheduled() || own(now);
        if (!isOwner) {
            show();
        }
        return jobs.values().stream()
                .map(job ->
                        job.plan(now, others.getOrDefault(job.kind(), isOwn || !job.isScheduled() ? "" : OTHER), isOff))
                .toList();
    }

    private void show() {
        try {
            boolean isLocked = notes.isLocked(store.id());
            notes.read(store.id())
                    .forEach((kind, note) ->
                            job(kind).show(isLocked ? note.last() : note.last().map(JobReport::orphaned)));
        } catch (IOException e) {
            // The server that runs the jobs warns.
        }
    }
}
