package loom.aml.app.backup;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import loom.aml.backup.repository.Manifest;
import loom.aml.backup.restore.FolderRestore;
import loom.aml.backup.restore.RestorePlan;
import loom.aml.backup.restore.RestoreSelection;
import loom.aml.io.FileName;
import loom.aml.json.JsonObject;
import loom.aml.store.Finding;

/** Restores a snapshot into an empty or new folder. Does not change the store. */
public final class RestoreIntoFolder {
    private final OpenBackups backups;

    public RestoreIntoFolder(OpenBackups backups) {
        this.backups = backups;
    }

    /** The request. */
    public record Request(SnapshotChoice snapshot, RestoreSelection selection, Path target) {}

    /**
     * The result.
     *
     * @param store the location of the store
     */
    public record Result(String store, Manifest manifest, FolderRestore.Result done, List<Finding> findings) {
        public Result {
            findings = List.copyOf(findings);
        }

        /** Returns whether everything was restored. */
        public boolean isComplete() {
            return findings.stream().noneMatch(Finding::isProblem);
        }

        public JsonObject toJson() {
            return JsonObject.builder()
                    .put("store", store)
                    .put("dry_run", false)
                    .put("operation", RestorePlan.OPERATION)
                    .put("snapshot", manifest.summary())
                    .put("target", FileName.text(done.folder()))
                    .put("files", done.files())
                    .put("items", done.items())
                    .put("bytes", done.bytes())
                    .put("findings", findings.stream().map(Finding::toJson).toList())
                    .build();
        }
    }

    /**
     * Restores the snapshot.
     *
     * @param beforeWriting runs when the snapshot is known, before the folder is changed
     * @throws NoSuchAgentException if the snapshot does not contain a selected agent
     */
    public Result run(Request request, Runnable beforeWriting) throws IOException, NoSuchAgentException {
        ChosenSnapshot chosen = ChosenSnapshot.of(
                backups, request.snapshot(), request.selection().agents());
        beforeWriting.run();
        FolderRestore.Result done = new FolderRestore(
                        backups.backup().store().disk(),
                        backups.backup().repository(),
                        backups.backup().store().options().workers())
                .restore(chosen.manifest(), request.selection(), request.target());
        return new Result(backups.location(), chosen.manifest(), done, chosen.findingsWith(done.findings()));
    }
}
