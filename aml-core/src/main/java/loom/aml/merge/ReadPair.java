package loom.aml.merge;

import loom.aml.item.ItemTitle;
import loom.aml.json.JsonObject;
import loom.aml.merge.decide.Aligned;
import loom.aml.merge.decide.Decision;
import loom.aml.store.StoredItem;

/**
 * Two similar items with their content, and why they are.
 *
 * @param one the better proven or the newer one
 */
public record ReadPair(SimilarPair pair, StoredItem one, StoredItem other, Decision decision) {

    /** Returns the name of the pair, which changes with the content of its items. */
    public String name() {
        return Rejections.nameOf(pair.one().fingerprint(), pair.other().fingerprint());
    }

    public JsonObject toJson() {
        return JsonObject.builder()
                .put("suggestion", name())
                .put("verdict", decision.verdict().word())
                .put("similarity", Math.round(decision.similarity() * 1000) / 1000.0)
                .put("reason", decision.reason())
                .put("one", toJson(one))
                .put("other", toJson(other))
                .put(
                        "differences",
                        decision.differences().stream().map(Aligned::toJson).toList())
                .build();
    }

    private static JsonObject toJson(StoredItem item) {
        return JsonObject.builder()
                .put("agent", item.key().agent())
                .put("kind", item.key().kind().word())
                .put("id", item.key().id())
                .put("revision", item.revision().toString())
                .put("title", ItemTitle.of(item.fields()))
                .build();
    }
}
