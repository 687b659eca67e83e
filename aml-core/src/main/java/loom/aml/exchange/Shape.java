package loom.aml.exchange;

import java.util.List;
import java.util.stream.Collectors;
import loom.aml.json.JsonObject;

/**
 * The JSON shape of a kind. Its {@link Words} can be taken out of an item, which leaves the rest, and put back.
 */
interface Shape {

    Words words(RawItem original);

    /** Returns the item with null in the place of each value that {@link #original} takes from the words. */
    String rest(RawItem original);

    /** Returns the item with words in the place of the nulls of its rest. */
    String original(RawItem rest, Words words);

    static Shape of(ExchangeKind kind) {
        return switch (kind) {
            case PATTERN -> LoomShape.PATTERN;
            case SOLUTION -> LoomShape.SOLUTION;
            case DECISION -> LoomShape.DECISION;
            case NOTE -> new NoteShape();
            case ENTRY -> new EntryShape();
            case ENTITY -> new EntityShape();
        };
    }

    /** Returns a list of texts as JSON. */
    static String list(List<String> texts) {
        return texts.stream().map(JsonObject::quoted).collect(Collectors.joining(",", "[", "]"));
    }
}
