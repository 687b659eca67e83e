package loom.aml.app.backup;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import loom.aml.backup.SnapshotTimes;
import loom.aml.backup.Snapshots;
import loom.aml.backup.repository.Manifest;
import loom.aml.backup.repository.SnapshotName;
import loom.aml.json.JsonObject;
import loom.aml.store.Finding;

/** Lists snapshots. */
public final class ListSnapshots {
    private final OpenBackups backups;

    public ListSnapshots(OpenBackups backups) {
        this.backups = backups;
    }

    /**
     * A snapshot.
     *
     * @param isTimePlausible whether its time fits those of its neighbours
     */
    public record Entry(Manifest manifest, boolean isTimePlausible) {
        JsonObject toJson() {
            return JsonObject.builder()
                    .putAll(manifest.summary())
                    .put("time_plausible", isTimePlausible)
                    .build();
        }
    }

    /**
     * The snapshots.
     *
     * @param store the location of the store
     * @param repository the location of the snapshots
     */
    public record Result(String store, String repository, List<Entry> snapshots, List<Finding> findings) {
        public Result {
            snapshots = List.copyOf(snapshots);
            findings = List.copyOf(findings);
        }

        public JsonObject toJson() {
            return JsonObject.builder()
                    .put("store", store)
                    .put("repository", repository)
                    .put("snapshots", snapshots.stream().map(Entry::toJson).toList())
                    .put("findings", findings.stream().map(Finding::toJson).toList())
                    .build();
        }
    }

    /** Returns the ids of all snapshots, newest first, without reading them. */
    public List<String> ids() throws IOException {
        List<String> ids = new ArrayList<>();
        for (SnapshotName name : backups.backup().repository().snapshots().reversed()) {
            ids.add(name.id());
        }
        return ids;
    }

    public Result run() throws IOException {
        Snapshots snapshots = backups.snapshots();
        List<Manifest> manifests = snapshots.list();
        SnapshotTimes times = SnapshotTimes.of(manifests, backups.now());
        List<Entry> entries = new ArrayList<>();
        for (Manifest manifest : manifests) {
            entries.add(new Entry(manifest, times.isPlausible(manifest)));
        }
        return new Result(backups.location(), backups.backup().repository().location(), entries, snapshots.findings());
    }
}
