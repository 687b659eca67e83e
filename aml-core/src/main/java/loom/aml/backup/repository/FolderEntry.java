package loom.aml.backup.repository;

import loom.aml.io.DamagedException;
import loom.aml.json.JsonObject;

/** One directory of a snapshot. */
public record FolderEntry(String path, Owned owned) {

    JsonObject toJson() {
        return owned.putRest(owned.put(JsonObject.builder().put("path", path))).build();
    }

    static FolderEntry of(JsonObject json) throws DamagedException {
        String path = json.string("path").orElse("");
        if (!SafePath.isSafe(path)) {
            throw new DamagedException(0, "a path that leads out of the store, which is refused: " + path);
        }
        return new FolderEntry(path, Owned.of(json, true));
    }
}
