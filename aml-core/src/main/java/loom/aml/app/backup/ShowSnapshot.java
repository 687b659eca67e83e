package loom.aml.app.backup;

import java.io.IOException;
import loom.aml.backup.repository.FileEntry;
import loom.aml.backup.repository.Manifest;
import loom.aml.json.JsonObject;

/** Shows the content of a snapshot. */
public final class ShowSnapshot {
    private final OpenBackups backups;

    public ShowSnapshot(OpenBackups backups) {
        this.backups = backups;
    }

    public record Request(SnapshotChoice snapshot) {}

    /**
     * The snapshot.
     *
     * @param store the location of the store
     */
    public record Result(String store, Manifest manifest) {
        public JsonObject toJson() {
            return JsonObject.builder()
                    .put("store", store)
                    .put("snapshot", manifest.summary())
                    .put(
                            "contents",
                            manifest.files().stream().map(ShowSnapshot::toJson).toList())
                    .build();
        }
    }

    public Result run(Request request) throws IOException {
        return new Result(backups.location(), request.snapshot().find(backups.snapshots()));
    }

    private static JsonObject toJson(FileEntry file) {
        JsonObject.Builder json = JsonObject.builder()
                .put("file", file.path())
                .put("bytes", file.stored().size())
                .put("sha256", file.stored().hex())
                .put("modified", file.modified())
                .put("mode", file.owned().mode())
                .put("owner", file.owned().owner())
                .put("items", (String) null);
        file.items().ifPresent(items -> json.put("items", items));
        return json.build();
    }
}
