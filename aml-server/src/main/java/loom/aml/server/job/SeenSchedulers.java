package loom.aml.server.job;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import loom.aml.app.job.JobKind;
import loom.aml.server.stores.ServedStore;

/**
 * Looks for jobs of other schedulers. To look starts a program, so that pages are answered with what was seen a moment ago.
 * Thread-safe.
 */
final class SeenSchedulers {
    private static final Duration FRESH = Duration.ofMinutes(1);

    private final OtherSchedulers others;
    private final InstantSource clock;
    private final Map<String, Seen> byStore = new HashMap<>();

    private record Seen(Instant at, Map<JobKind, String> jobs, String problem) {}

    SeenSchedulers(OtherSchedulers others, InstantSource clock) {
        this.others = others;
        this.clock = clock;
    }

    /** Returns the jobs that others run, as of a moment ago. */
    synchronized Map<JobKind, String> of(ServedStore store) {
        Seen seen = byStore.get(store.id());
        return seen == null || isOld(seen) ? lookAt(store) : seen.jobs();
    }

    /** Also if the clock was set back. */
    private boolean isOld(Seen seen) {
        return Duration.between(seen.at(), clock.instant()).abs().compareTo(FRESH) >= 0;
    }

    /** Returns the jobs that others run, as of now. If that cannot be determined, warns once and assumes that they run none. */
    synchronized Map<JobKind, String> lookAt(ServedStore store) {
        Map<JobKind, String> jobs = Map.of();
        String problem = "";
        try {
            jobs = Map.copyOf(others.jobsOf(store.found().path()));
        } catch (IOException e) {
            problem = e.toString();
            Seen before = byStore.get(store.id());
            if (before == null || !before.problem().equals(problem)) {
                store.frontEnd().warn("it is unknown whether cron or systemd runs its jobs", e);
            }
        }
        byStore.put(store.id(), new Seen(clock.instant(), jobs, problem));
        return jobs;
    }
}
