package loom.aml.app.version;

import java.io.IOException;
import java.util.List;
import loom.aml.app.OpenStore;
import loom.aml.item.ItemKey;
import loom.aml.json.JsonObject;
import loom.aml.store.Finding;
import loom.aml.store.StoredItem;

/** Compares two versions of an item, field by field. */
public final class CompareVersions {
    private final OpenStore opened;

    public CompareVersions(OpenStore opened) {
        this.opened = opened;
    }

    public record Request(ItemKey key, VersionChoice before, VersionChoice after) {}

    /**
     * The differences.
     *
     * @param changes the fields that differ, in alphabetical order; those of the other version if the item did not exist in one
     */
    public record Result(
            String store, ItemKey key, FindVersion.Result before, FindVersion.Result after, List<FieldChange> changes) {
        public Result {
            changes = List.copyOf(changes);
        }

        public List<Finding> findings() {
            return before.findings();
        }

        public JsonObject toJson() {
            return JsonObject.builder()
                    .put("store", store)
                    .put("agent", key.agent())
                    .put("kind", key.kind().word())
                    .put("id", key.id())
                    .put("before", toJson(before))
                    .put("after", toJson(after))
                    .put("changes", changes.stream().map(FieldChange::toJson).toList())
                    .put("findings", findings().stream().map(Finding::toJson).toList())
                    .build();
        }

        private static JsonObject toJson(FindVersion.Result version) {
            return JsonObject.builder()
                    .put("at", version.choice())
                    .put("exists", version.item().isPresent())
                    .put(
                            "revision",
                            version.item()
                                    .map(item -> item.revision().toString())
                                    .orElse(null))
                    .put("from", version.from().orElse(null))
                    .build();
        }
    }

    /**
     * Compares the versions.
     *
     * @throws NoSuchVersionException if one cannot be found
     */
    public Result run(Request request) throws IOException, NoSuchVersionException {
        ItemHistory history = ItemHistory.of(opened, request.key(), HistoryLimits.NONE);
        FindVersion find = new FindVersion(opened);
        FindVersion.Result before = find.in(history, request.before());
        FindVersion.Result after = find.in(history, request.after());
        return new Result(
                opened.location(),
                request.key(),
                before,
                after,
                FieldChange.between(
                        before.item().map(StoredItem::json).orElse(""),
                        after.item().map(StoredItem::json).orElse("")));
    }
}
