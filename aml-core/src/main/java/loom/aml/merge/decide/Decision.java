package loom.aml.merge.decide;

import java.util.List;
import loom.aml.json.JsonObject;

/**
 * The decision about two items with its explanation.
 *
 * @param similarity the share of common words with a topic, 0 to 1 (Dice's coefficient)
 * @param aligned the sentences of both items, aligned with each other
 * @param reason the decision in one line, for people
 */
public record Decision(Verdict verdict, double similarity, List<Aligned> aligned, String reason) {
    public Decision {
        aligned = List.copyOf(aligned);
    }

    /** Returns the sentences that differ. */
    public List<Aligned> differences() {
        return aligned.stream()
                .filter(each -> each.relation() != Relation.EQUAL)
                .toList();
    }

    public JsonObject toJson() {
        return JsonObject.builder()
                .put("verdict", verdict.word())
                .put("similarity", similarity)
                .put("reason", reason)
                .put("aligned", aligned.stream().map(Aligned::toJson).toList())
                .build();
    }
}
