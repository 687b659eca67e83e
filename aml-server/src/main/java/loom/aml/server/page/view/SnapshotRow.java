package loom.aml.server.page.view;

import java.time.Instant;
import java.util.List;
import loom.aml.app.backup.ListSnapshots;
import loom.aml.app.text.Amounts;
import loom.aml.backup.repository.Manifest;

/** A snapshot. */
public record SnapshotRow(
        String id,
        String when,
        String ago,
        String description,
        String kind,
        String items,
        String size,
        String added,
        boolean isTimePlausible) {

    /** Returns the snapshots, the newest first. */
    public static List<SnapshotRow> of(ListSnapshots.Result listed, Instant now) {
        return listed.snapshots().reversed().stream()
                .map(entry -> of(entry.manifest(), entry.isTimePlausible(), now))
                .toList();
    }

    public static SnapshotRow of(Manifest manifest, boolean isTimePlausible, Instant now) {
        return new SnapshotRow(
                manifest.id(),
                Words.time(manifest.time()),
                Amounts.ago(manifest.time(), now),
                manifest.description(),
                manifest.isFull() ? "full" : "incremental",
                Amounts.count(manifest.items()),
                Amounts.size(manifest.bytes()),
                Amounts.size(manifest.added()),
                isTimePlausible);
    }
}
