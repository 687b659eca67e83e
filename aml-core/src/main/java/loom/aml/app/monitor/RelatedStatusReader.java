package loom.aml.app.monitor;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import loom.aml.app.OpenStore;
import loom.aml.config.MaintainSettings;
import loom.aml.index.IndexState;
import loom.aml.monitor.BackupStatus;
import loom.aml.monitor.CopyStatus;
import loom.aml.monitor.IndexStatus;
import loom.aml.monitor.Performance;
import loom.aml.monitor.QueryStatus;
import loom.aml.monitor.RelatedStatus;
import loom.aml.recall.RecallStatistics;
import loom.aml.run.BackupHealth;
import loom.aml.run.CopyLog;
import loom.aml.run.RunPerformance;
import loom.aml.store.MemoryStore;
import loom.aml.store.StorePaths;
import loom.aml.store.log.LogFolder;

/** Reads the status of the backups, their copies, the index and the queries of a store. */
final class RelatedStatusReader {
    private RelatedStatusReader() {}

    static RelatedStatus of(OpenStore opened) throws IOException {
        MemoryStore store = opened.store();
        Optional<IndexState> index = IndexState.of(store.place(), store.list());
        return new RelatedStatus(
                Optional.of(backups(store)),
                index.map(found -> new IndexStatus(found.isPresent(), found.isFresh(), found.bytes())),
                queries(store.place()),
                Optional.of(copies(opened)));
    }

    private static List<CopyStatus> copies(OpenStore opened) {
        CopyLog log = new CopyLog(opened.store().place());
        return opened.configuration().list(MaintainSettings.BACKUP_COPY_TO).stream()
                .map(log::of)
                .toList();
    }

    /**
     * Returns the status of backups. Unreadable run records count as a failure of the backups, not of the observation.
     */
    private static BackupStatus backups(MemoryStore store) {
        try {
            return BackupHealth.of(store, store.options().clock().instant());
        } catch (IOException e) {
            return new BackupStatus(
                    Optional.empty(), Optional.of("the records of runs cannot be read: " + e.getMessage()));
        }
    }

    static Performance performance(MemoryStore store) throws IOException {
        return RunPerformance.of(LogFolder.of(store.place()), queries(store.place()));
    }

    /** Returns query times and hit rates as reported by programs; otherwise the time measured with the index. */
    private static Optional<QueryStatus> queries(StorePaths place) {
        Optional<RecallStatistics> recalled = RecallStatistics.of(place);
        Optional<Duration> time =
                recalled.flatMap(RecallStatistics::meanSearchTime).or(() -> IndexState.queryTime(place));
        return recalled.isEmpty() && time.isEmpty()
                ? Optional.empty()
                : Optional.of(new QueryStatus(
                        time, recalled.map(RecallStatistics::hitRate).orElse(OptionalDouble.empty())));
    }
}
