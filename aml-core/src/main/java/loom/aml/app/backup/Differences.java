package loom.aml.app.backup;

import loom.aml.backup.restore.ItemVersions;
import loom.aml.json.JsonObject;
import loom.aml.store.CollectionFile;
import loom.aml.store.FileChange;
import org.jspecify.annotations.Nullable;

/** Converts differences of items and files to documents. */
final class Differences {
    private Differences() {}

    static JsonObject toJson(CollectionFile file, ItemVersions.Change change, @Nullable String id) {
        return JsonObject.builder()
                .put("change", change.word())
                .put("agent", file.agent())
                .put("kind", file.kind().word())
                .put("id", id)
                .put("file", file.path())
                .build();
    }

    static JsonObject toJson(String path, ItemVersions.Change change) {
        return JsonObject.builder()
                .put("change", change.word())
                .put("agent", (String) null)
                .put("kind", (String) null)
                .put("id", (String) null)
                .put("file", path)
                .build();
    }

    static JsonObject toJson(FileChange.Difference difference) {
        return JsonObject.builder()
                .put("added", difference.added())
                .put("changed", difference.changed())
                .put("removed", difference.removed())
                .build();
    }
}
