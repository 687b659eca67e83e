package loom.aml.app.search;

import loom.aml.app.search.BriefAnswer.BriefHit;
import loom.aml.json.JsonObject;
import loom.aml.merge.decide.Verdict;

/**
 * An item that is similar to another one.
 *
 * @param reason the verdict in one line, for people
 */
public record SimilarItem(BriefHit hit, Verdict verdict, String reason) {
    public JsonObject toJson() {
        return JsonObject.builder()
                .putAll(hit.toJson())
                .put("verdict", verdict.word())
                .put("reason", reason)
                .build();
    }
}
