package loom.aml.backup.repository;

import loom.aml.io.DamagedException;
import loom.aml.json.JsonObject;
import org.jspecify.annotations.Nullable;

/** One directory of a snapshot. */
public record FolderEntry(String path, AccessText owned) {

    // The generated equals of a record is linked at run time; see FileState.
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof FolderEntry folder && path.equals(folder.path) && owned.equals(folder.owned);
    }

    @Override
    public int hashCode() {
        return path.hashCode();
    }

    JsonObject toJson() {
        return owned.putRest(owned.put(JsonObject.builder().put("path", path))).build();
    }

    static FolderEntry of(JsonObject json) throws DamagedException {
        String path = json.string("path").orElse("");
        if (!SafePath.isSafe(path)) {
            throw new DamagedException(0, "refused a path outside the store: " + path);
        }
        return new FolderEntry(path, AccessText.of(json, true));
    }
}
