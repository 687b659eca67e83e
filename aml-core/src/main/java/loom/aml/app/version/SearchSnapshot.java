package loom.aml.app.version;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import loom.aml.app.OpenStore;
import loom.aml.app.search.IndexLines;
import loom.aml.app.search.SearchAnswer;
import loom.aml.backup.Backup;
import loom.aml.backup.Snapshots;
import loom.aml.backup.repository.Manifest;
import loom.aml.index.MemorySearch;
import loom.aml.index.query.SearchRequest;
import loom.aml.store.Finding;
import loom.aml.store.MemoryStore;

/**
 * Searches the items of a snapshot. Snapshots are not indexed, so their items are read, each file twice; the memory that this takes
 * depends on the number of items, not on their size.
 */
public final class SearchSnapshot {
    private final OpenStore opened;

    public SearchSnapshot(OpenStore opened) {
        this.opened = opened;
    }

    /**
     * The request.
     *
     * @param snapshot the id of the snapshot or its first characters, or a time, which means the newest snapshot that is not after it
     */
    public record Request(VersionChoice snapshot, SearchRequest search) {}

    /**
     * Searches the snapshot.
     *
     * @throws loom.aml.backup.NoSnapshotException if the snapshot does not exist
     */
    public SearchAnswer run(Request request) throws IOException {
        MemoryStore store = opened.store();
        try (Backup backup = Backup.of(store.place(), opened.random())) {
            Snapshots snapshots = new Snapshots(backup.repository());
            VersionChoice choice = request.snapshot();
            Manifest manifest = choice.time().isPresent()
                    ? snapshots.at(choice.time().get(), Set.of())
                    : snapshots.byId(choice.text());
            MemoryStore past = PastStore.of(store, backup.repository(), manifest);
            MemorySearch.Scanned scanned = MemorySearch.scan(past, IndexLines.passOver(past, request.search()));
            List<Finding> findings = new ArrayList<>(snapshots.findings());
            findings.addAll(scanned.unread());
            return new SearchAnswer(
                    opened.location(),
                    request.search(),
                    new MemorySearch.Refreshed(scanned.update(), Optional.empty()),
                    scanned.result(),
                    findings,
                    Optional.of(manifest.id()));
        }
    }
}
