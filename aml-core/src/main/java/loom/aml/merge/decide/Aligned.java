package loom.aml.merge.decide;

import java.util.List;
import loom.aml.json.JsonObject;

/**
 * A sentence of one item and its counterpart in the other.
 *
 * @param field the path of the field that contains them: {@code pattern.approach.rationale}
 * @param one the sentence of the first item; empty if it has none
 * @param other the sentence of the second item; empty if it has none
 * @param differing the words of the first sentence that differ, as they are written
 * @param otherDiffering the words of the second sentence that differ
 */
public record Aligned(
        String field,
        Relation relation,
        String one,
        String other,
        List<String> differing,
        List<String> otherDiffering) {
    public Aligned {
        differing = List.copyOf(differing);
        otherDiffering = List.copyOf(otherDiffering);
    }

    public JsonObject toJson() {
        return JsonObject.builder()
                .put("field", field)
                .put("relation", relation.word())
                .put("one", one)
                .put("other", other)
                .put("differing", differing)
                .put("other_differing", otherDiffering)
                .build();
    }
}
