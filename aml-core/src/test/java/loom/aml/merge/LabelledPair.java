package loom.aml.merge;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import loom.aml.item.Item;
import loom.aml.item.ItemKind;
import loom.aml.json.JsonObject;
import loom.aml.merge.decide.ComparedItem;

/**
 * Pairs of items with a label. {@code pairs.jsonl} was made by {@code loom.aml.sample.pair.SamplePairs} with seed 1 and read by a person;
 * {@code traps.txt} and {@code traps.jsonl} were written by somebody who knew the rules and wanted a wrong merge.
 */
public record LabelledPair(String form, String label, ItemKind kind, JsonObject one, JsonObject other) {

    /** Returns the pairs that differ in one place, or not at all. */
    public static List<LabelledPair> all() throws Exception {
        List<LabelledPair> pairs = new ArrayList<>();
        for (String line : text("pairs.jsonl").lines().toList()) {
            pairs.add(of(JsonObject.parse(line), "", ""));
        }
        return pairs;
    }

    /** Returns the traps: none of them says the same. */
    public static List<LabelledPair> traps() throws Exception {
        List<LabelledPair> pairs = new ArrayList<>();
        for (String line : text("traps.jsonl").lines().toList()) {
            pairs.add(of(JsonObject.parse(line), "trap", "CHANGED"));
        }
        for (String block : text("traps.txt").strip().split("\n\n")) {
            List<String> texts = block.lines().toList();
            pairs.add(
                    new LabelledPair("trap", "CHANGED", ItemKind.NOTE, note(texts.getFirst()), note(texts.getLast())));
        }
        return pairs;
    }

    private static LabelledPair of(JsonObject json, String form, String label) {
        return new LabelledPair(
                json.string("form").orElse(form),
                json.string("label").orElse(label),
                ItemKind.named(json.string("kind").orElseThrow()).orElseThrow(),
                json.object("one").orElseThrow(),
                json.object("other").orElseThrow());
    }

    private static JsonObject note(String text) {
        return JsonObject.builder()
                .put("id", "note")
                .put("text", text.replace('⏎', '\n'))
                .build();
    }

    private static String text(String name) throws IOException {
        try (InputStream stream = Objects.requireNonNull(LabelledPair.class.getResourceAsStream(name), name)) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** Reads one of the items; empty if it cannot be compared. */
    public Optional<ComparedItem> compared(JsonObject item) throws Exception {
        return ComparedItem.of(Item.alone(item.toUtf8(), kind));
    }
}
