package loom.aml.server.job;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import loom.aml.app.backup.BackupOpener;
import loom.aml.app.job.JobKind;
import loom.aml.app.job.JobPolicy;
import loom.aml.app.job.RunJob;
import loom.aml.io.FileName;
import loom.aml.json.JsonObject;
import loom.aml.server.job.JobReport.Cause;
import loom.aml.server.job.JobReport.Outcome;
import loom.aml.server.operation.HostStoppingException;
import loom.aml.server.operation.Operation;
import loom.aml.server.operation.OperationRunningException;
import loom.aml.server.service.HostServices;
import loom.aml.server.stores.NoSuchStoreException;
import loom.aml.server.stores.ServedStore;
import loom.aml.storage.StoreLockedException;
import loom.aml.store.Finding;

/**
 * Runs the jobs of the served stores at their times, as operations: one at a time on a store, and {@value #MOST} at a time on the host. A
 * run that is due while the store is busy or locked waits; one that is due while the same job is still in progress is refused. Of several
 * servers, one runs the jobs of a store; another takes over when it ends. Thread-safe.
 */
public final class JobScheduler implements AutoCloseable {
    /** Often enough for a minute, the unit of cron. A clock that jumps, as after a sleep, is noticed within this time. */
    private static final Duration INTERVAL = Duration.ofSeconds(15);

    /** A run that could not lock the store is tried again after this time. */
    private static final Duration RETRY = Duration.ofMinutes(1);

    private static final int MOST = 2;

    private final HostServices services;
    private final Environment environment;
    private final SeenSchedulers others;
    private final Map<String, StoreJobs> byStore = new HashMap<>();
    private final Semaphore slots = new Semaphore(MOST);
    private final Thread thread = Thread.ofPlatform().daemon().name("aml-jobs").unstarted(this::work);
    private final CountDownLatch stopped = new CountDownLatch(1);

    /** The last failure by store, so that the log has it once. */
    private final Map<String, String> failed = new HashMap<>();

    /**
     * The surroundings of the scheduler.
     *
     * @param zone the zone of the cron expressions
     * @param random returns the source of the jitter of a store
     */
    public record Environment(JobNotes notes, OtherSchedulers others, ZoneId zone, Supplier<RandomGenerator> random) {}

    public JobScheduler(HostServices services, Environment environment) {
        this.services = services;
        this.environment = environment;
        this.others = new SeenSchedulers(environment.others(), services.clock());
    }

    /** Starts to run jobs. A host that refuses changes runs none. */
    public void start() {
        if (!services.isReadOnly()) {
            thread.start();
        }
    }

    private void work() {
        try {
            do {
                runDue();
            } while (!stopped.await(INTERVAL.toSeconds(), TimeUnit.SECONDS));
        } catch (InterruptedException e) {
            // An interruption would break a change of files, so nobody interrupts this thread.
            services.failures().report(e);
        }
    }

    /** Starts the jobs that are due now. */
    void runDue() {
        for (String id : services.stores().ids()) {
            if (isStopping()) {
                return;
            }
            try {
                StoreJobs jobs = of(services.stores().require(id));
                failed.remove(id);
                jobs.ready(services.clock().instant()).forEach((kind, due) -> run(jobs, kind, due));
            } catch (NoSuchStoreException e) {
                failed.remove(id);
            } catch (IOException | RuntimeException e) {
                if (!e.toString().equals(failed.put(id, e.toString()))) {
                    services.failures().report(e);
                }
            }
        }
    }

    private boolean isStopping() {
        return stopped.getCount() == 0;
    }

    private StoreJobs of(ServedStore store) throws IOException {
        synchronized (byStore) {
            StoreJobs known = byStore.get(store.id());
            if (known == null) {
                known = new StoreJobs(
                        store,
                        JobPolicy.of(store.opener().configuration()),
                        environment.notes(),
                        environment.zone(),
                        environment.random().get(),
                        services.clock().instant());
                byStore.put(store.id(), known);
            }
            return known;
        }
    }

    private void run(StoreJobs jobs, JobKind kind, Job.Due due) {
        Instant now = services.clock().instant();
        if (jobs.refuseOverlap(kind, due, now)) {
            say(
                    jobs,
                    kind,
                    "the run due at " + due.time() + " was skipped, because the one before is still in progress");
            return;
        }
        if (others.lookAt(jobs.store()).containsKey(kind)) {
            jobs.leave(kind, now);
            return;
        }
        if (!slots.tryAcquire()) {
            jobs.waitFor(kind, "jobs of other stores");
            return;
        }
        JobReport report = JobReport.started(due.cause().orElse(Cause.SCHEDULE), Optional.of(due.time()), now);
        try {
            start(jobs, request(jobs.store(), kind, false), report, slots::release);
        } catch (OperationRunningException e) {
            slots.release();
            jobs.waitFor(kind, e.running().command());
        } catch (HostStoppingException e) {
            slots.release();
        }
    }

    /**
     * Runs a job now. Its next time remains.
     *
     * @param isConfirmed whether all removals were confirmed, after a look at the plan
     * @throws OperationRunningException if another operation works on the store
     */
    public Operation run(ServedStore store, JobKind kind, boolean isConfirmed)
            throws IOException, OperationRunningException, HostStoppingException {
        JobReport report = JobReport.started(
                Cause.REQUEST, Optional.empty(), services.clock().instant());
        return start(of(store), request(store, kind, isConfirmed), report, () -> {});
    }

    private static RunJob.Request request(ServedStore store, JobKind kind, boolean isConfirmed) {
        return new RunJob.Request(kind, FileName.text(store.found().path()), isConfirmed);
    }

    private Operation start(StoreJobs jobs, RunJob.Request request, JobReport report, Runnable atEnd)
            throws OperationRunningException, HostStoppingException {
        JobKind kind = request.job();
        return jobs.begin(
                kind,
                report,
                () -> services.operations().start(jobs.store(), kind.command(), opener -> {
                    try {
                        return run(jobs, request, report, opener);
                    } finally {
                        atEnd.run();
                    }
                }));
    }

    private JsonObject run(StoreJobs jobs, RunJob.Request request, JobReport report, BackupOpener opener)
            throws Exception {
        ServedStore store = jobs.store();
        JobKind kind = request.job();
        Outcome outcome = Outcome.FAILED;
        String summary = "stopped by an internal error";
        boolean isPostponed = false;
        try {
            RunJob.Result result = new RunJob(opener, store.frontEnd()).run(request);
            outcome = result.isComplete() ? Outcome.DONE : Outcome.PARTIAL;
            summary = result.summary();
            return result.document();
        } catch (CancellationException e) {
            outcome = isStopping() ? Outcome.INTERRUPTED : Outcome.CANCELLED;
            summary = "";
            throw e;
        } catch (Exception e) {
            summary = store.frontEnd().inWords(e);
            // Without a time, somebody waits for the answer.
            isPostponed = e instanceof StoreLockedException && report.due().isPresent();
            throw e;
        } finally {
            Instant now = services.clock().instant();
            if (isPostponed) {
                postpone(jobs, kind, now, summary);
            } else {
                jobs.end(kind, now, outcome, summary);
                if (outcome == Outcome.PARTIAL || outcome == Outcome.FAILED) {
                    say(jobs, kind, outcome.word() + ": " + summary);
                }
            }
        }
    }

    private static void postpone(StoreJobs jobs, JobKind kind, Instant now, String why) {
        if (jobs.postpone(kind, now.plus(RETRY), "another run of aml")) {
            say(jobs, kind, "waits for another run of aml: " + why);
        }
    }

    /** Writes to the log what cron would mail. */
    private static void say(StoreJobs jobs, JobKind kind, String what) {
        jobs.store().frontEnd().show(List.of(Finding.of(Finding.Kind.FAILED, kind.title(), what, "")));
    }

    /** Returns the jobs of a store, whether the server runs them or not. */
    public List<JobPlan> plans(ServedStore store) throws IOException {
        return of(store).plans(services.clock().instant(), others.of(store), services.isReadOnly());
    }

    /**
     * Starts no further jobs, and leaves them to another server. Those in progress are operations, which end with the host.
     */
    @Override
    public void close() {
        stopped.countDown();
        synchronized (byStore) {
            byStore.values().forEach(StoreJobs::release);
        }
    }
}
