package loom.aml.sample.pair;

import loom.aml.item.ItemKind;
import loom.aml.json.JsonObject;
import loom.aml.json.JsonSyntaxException;

/**
 * Two items, and how the second one was made from the first.
 *
 * @param form the form of the difference: {@code typo}
 */
public record SamplePair(String form, Label label, ItemKind kind, JsonObject one, JsonObject other) {

    /** The relation of the items of a pair. */
    public enum Label {
        /** They say the same. */
        SAME,
        /** They have the same subject and do not say the same. */
        CHANGED,
        /** They have different subjects. */
        UNRELATED
    }

    /** Parses a line that {@link #toString} wrote. */
    public static SamplePair parse(String line) throws JsonSyntaxException {
        JsonObject json = JsonObject.parse(line);
        return new SamplePair(
                json.string("form").orElseThrow(),
                Label.valueOf(json.string("label").orElseThrow()),
                ItemKind.named(json.string("kind").orElseThrow()).orElseThrow(),
                json.object("one").orElseThrow(),
                json.object("other").orElseThrow());
    }

    /** Returns the pair as a JSON object on one line. */
    @Override
    public String toString() {
        return JsonObject.builder()
                .put("form", form)
                .put("label", label.name())
                .put("kind", kind.word())
                .put("one", one)
                .put("other", other)
                .build()
                .toString();
    }
}
