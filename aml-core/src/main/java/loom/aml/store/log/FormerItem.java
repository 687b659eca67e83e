package loom.aml.store.log;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import loom.aml.item.Fingerprint;
import loom.aml.json.JsonObject;
import loom.aml.json.JsonSyntaxException;

/**
 * The former version of an item that was transformed or replaced.
 *
 * @param now the fingerprint of the current version
 * @param was the former shape
 * @param original the former bytes, unless the reverse transformation yields them
 * @param merged the bytes after the run, if the item absorbed others
 */
public record FormerItem(Fingerprint now, String was, Optional<byte[]> original, Optional<byte[]> merged) {

    /** Parses a line of an archive. */
    static FormerItem of(JsonObject line) throws JsonSyntaxException {
        try {
            return new FormerItem(
                    Fingerprint.parse(line.string("now").orElseThrow(FormerItem::broken)),
                    line.string("was").orElseThrow(FormerItem::broken),
                    line.string("item").map(text -> text.getBytes(StandardCharsets.UTF_8)),
                    line.string("merged").map(text -> text.getBytes(StandardCharsets.UTF_8)));
        } catch (IllegalArgumentException e) {
            throw broken();
        }
    }

    private static JsonSyntaxException broken() {
        return new JsonSyntaxException("a line that does not describe an item");
    }
}
