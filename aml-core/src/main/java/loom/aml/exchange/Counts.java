package loom.aml.exchange;

import loom.aml.json.JsonObject;

/**
 * The numbers of items that an import adds, changes and leaves.
 *
 * @param updated items that are replaced by the version of the source
 * @param unchanged items that are the same on both sides
 * @param kept items that differ and stay as they are
 * @param gone items that were removed here and stay removed
 * @param removed items that the source does not have
 * @param refused items that the target cannot hold
 */
public record Counts(int added, int updated, int unchanged, int kept, int gone, int removed, int refused) {

    public JsonObject toJson() {
        return JsonObject.builder()
                .put("added", added)
                .put("updated", updated)
                .put("unchanged", unchanged)
                .put("kept", kept)
                .put("stay_removed", gone)
                .put("removed", removed)
                .put("refused", refused)
                .build();
    }
}
