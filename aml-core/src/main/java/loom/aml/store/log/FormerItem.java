package loom.aml.store.log;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import loom.aml.item.Fingerprint;
import loom.aml.json.JsonObject;
import loom.aml.json.JsonSyntaxException;

/**
 * What an item was before it was transformed or replaced.
 *
 * @param now its fingerprint since
 * @param was its shape before
 * @param original its bytes before, if the way back does not give them
 */
public record FormerItem(Fingerprint now, String was, Optional<byte[]> original) {

    /** Reads a line of an archive. */
    static FormerItem of(JsonObject line) throws JsonSyntaxException {
        try {
            return new FormerItem(
                    Fingerprint.parse(line.string("now").orElseThrow(FormerItem::broken)),
                    line.string("was").orElseThrow(FormerItem::broken),
                    line.string("item").map(text -> text.getBytes(StandardCharsets.UTF_8)));
        } catch (IllegalArgumentException e) {
            throw broken();
        }
    }

    private static JsonSyntaxException broken() {
        return new JsonSyntaxException("a line that describes no item");
    }
}
