package loom.aml.cli.command;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import loom.aml.cli.Session;
import loom.aml.config.Policies;
import loom.aml.index.IndexStanding;
import loom.aml.io.Disk;
import loom.aml.maintain.PolicyJudge;
import loom.aml.maintain.Watch;
import loom.aml.monitor.AlertBook;
import loom.aml.monitor.BackupStatus;
import loom.aml.monitor.IndexStatus;
import loom.aml.monitor.Look;
import loom.aml.monitor.Monitor;
import loom.aml.monitor.Observation;
import loom.aml.monitor.QueryStatus;
import loom.aml.monitor.Surroundings;
import loom.aml.recall.RecallStatistics;
import loom.aml.run.BackupHealth;
import loom.aml.run.Execution;
import loom.aml.store.Finding;
import loom.aml.store.StoreLockedException;
import loom.aml.store.file.FileMemoryStore;

/** What the commands that watch have in common. */
final class Watching {
    private Watching() {}

    /**
     * A look at the store.
     *
     * @param findings what kept it from being written down, and what was wrong with what was written before
     */
    record Taken(Observation seen, List<Finding> findings) {}

    /** A monitor for a store that can be looked at. */
    static Monitor monitor(Session session, FileMemoryStore store) throws IOException {
        return monitor(session, around(store));
    }

    /** A monitor that knows of nothing around the store. */
    static Monitor monitor(Session session) throws IOException {
        return monitor(session, Surroundings.UNKNOWN);
    }

    private static Monitor monitor(Session session, Surroundings around) throws IOException {
        Policies policies = session.configuration().policies();
        return new Monitor(
                policies.monitor(),
                new PolicyJudge(policies.prune(), session.clock().instant()),
                around,
                session.clock().instant());
    }

    /** What the other capabilities know of what lies around a store. */
    static Surroundings around(FileMemoryStore store) throws IOException {
        Optional<IndexStanding> index = IndexStanding.of(store.disk(), store.root(), store.list());
        return new Surroundings(
                Optional.of(backups(store)),
                index.map(found -> new IndexStatus(found.isPresent(), found.isFresh(), found.bytes())),
                queries(store.disk(), store.root()));
    }

    /** How the backups stand; where their records cannot even be looked for, that is a failure of the backups, not of the look. */
    private static BackupStatus backups(FileMemoryStore store) {
        try {
            return BackupHealth.of(store, store.options().clock().instant());
        } catch (IOException e) {
            return new BackupStatus(
                    Optional.empty(), Optional.of("the records of runs cannot be read: " + e.getMessage()));
        }
    }

    /** How queries and reading single items went, as the programs say that did it; else as it was measured with the index. */
    static Optional<QueryStatus> queries(Disk disk, Path memory) {
        Optional<RecallStatistics> recalled = RecallStatistics.of(disk, memory);
        Optional<Duration> time =
                recalled.flatMap(RecallStatistics::meanSearchTime).or(() -> IndexStanding.queryTime(disk, memory));
        return recalled.isEmpty() && time.isEmpty()
                ? Optional.empty()
                : Optional.of(new QueryStatus(
                        time, recalled.map(RecallStatistics::hitRate).orElse(OptionalDouble.empty())));
    }

    /** Looks at the store and writes down what was seen, if that can be done without waiting for another run. */
    static Taken take(Session session, Look look, boolean isToBeRecorded) throws IOException {
        if (isToBeRecorded) {
            try (FileMemoryStore store = session.store().openUnlessLocked()) {
                return record(session, store, look);
            } catch (StoreLockedException e) {
                return look(session, look, "another run of aml holds the store");
            } catch (AccessDeniedException e) {
                return look(session, look, "nothing may be written here");
            } catch (FileSystemException e) {
                // A file system that is read-only, say. If it is more than that, the look fails of it, too.
                return look(session, look, String.valueOf(e.getMessage()));
            }
        }
        try (FileMemoryStore store = session.store().openReadOnly()) {
            Observation seen = monitor(session, store).observe(store, look);
            return new Taken(seen, seen.findings());
        }
    }

    /** Looks at an open store and writes down what was seen. */
    static Taken record(Session session, FileMemoryStore store, Look look) throws IOException {
        Observation seen = monitor(session, store).observe(store, look);
        return new Taken(seen, watch(session, store).keep(seen));
    }

    /** Whether findings tell of something that an alert is raised for. */
    static boolean isToBeTold(List<Finding> findings) {
        for (Finding finding : findings) {
            if (finding.kind() == Finding.Kind.CLOCK
                    || finding.kind() == Finding.Kind.NOT_CONFIRMED
                    || finding.kind() == Finding.Kind.INCIDENT) {
                return true;
            }
        }
        return false;
    }

    /**
     * Raises the alert of a backup that failed and could not even be recorded, the folder of the backups being out of reach, say. That
     * it cannot be raised is said, and keeps nothing from being done.
     */
    static void failedBackup(Session session, IOException failure) {
        try (FileMemoryStore store = session.store().openUnlessLocked()) {
            failedBackup(session, store, failure);
        } catch (IOException e) {
            session.warn("no alert could be raised: " + session.inWords(e));
        }
    }

    static void failedBackup(Session session, FileMemoryStore store, IOException failure) {
        try {
            AlertBook.Update update = Monitor.alerts(store)
                    .value()
                    .failedBackup(
                            session.inWords(failure),
                            "'aml backup auto' tries again once that is settled",
                            session.clock().instant());
            session.show(watch(session, store).keep(update));
        } catch (IOException e) {
            session.warn("no alert could be raised: " + session.inWords(e));
        }
    }

    static Watch watch(Session session, FileMemoryStore store) throws IOException {
        Policies policies = session.configuration().policies();
        return new Watch(store, new Execution(store, session.random()), policies.delivery(), policies.deliveredFrom());
    }

    private static Taken look(Session session, Look look, String why) throws IOException {
        Taken taken = take(session, look, false);
        List<Finding> findings = new java.util.ArrayList<>(taken.findings());
        findings.add(Finding.of(Finding.Kind.RECOVERY, "monitoring", why + ", so this look was not written down", ""));
        return new Taken(taken.seen(), findings);
    }
}
