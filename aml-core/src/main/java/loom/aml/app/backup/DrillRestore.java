package loom.aml.app.backup;

import java.io.IOException;
import loom.aml.backup.Drill;
import loom.aml.json.JsonObject;

/** Rehearses a restore: restores into a scratch folder, compares every file and removes the folder. */
public final class DrillRestore {
    private final OpenBackups backups;

    public DrillRestore(OpenBackups backups) {
        this.backups = backups;
    }

    public record Request(SnapshotChoice snapshot) {}

    /**
     * The result of the rehearsal.
     *
     * @param store the location of the store
     */
    public record Result(String store, Drill.Result drill) {
        public JsonObject toJson() {
            return JsonObject.builder()
                    .put("store", store)
                    .putAll(drill.toJson())
                    .build();
        }
    }

    public Result run(Request request) throws IOException {
        return new Result(
                backups.location(), backups.runs().drill(request.snapshot().find(backups.snapshots())));
    }
}
