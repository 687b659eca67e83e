package loom.aml.store.log;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import loom.aml.json.JsonObject;
import loom.aml.json.JsonSyntaxException;
import loom.aml.store.ChangeLog;
import loom.aml.store.Insertion;
import loom.aml.store.Reason;
import org.jspecify.annotations.Nullable;

/**
 * The lines of an archive with the removed items of a collection.
 *
 * <pre>
 * {"id":...,"ordinal":3,"strategy":...,"rule":...,"reason":...,"values":{...},"before":",\n  ","item":"{...}"}
 * </pre>
 *
 * <p>{@code item} contains the bytes of the item as a string: {@code zcat FILE | jq -j .item} prints them unchanged.
 */
record RemovedItems(ArchiveWriter writer) implements ChangeLog.ItemArchive {
    private static final String ITEM = "item";

    @Override
    public void add(ChangeLog.Archived item, byte @Nullable [] after) throws IOException {
        JsonObject.Builder line = JsonObject.builder()
                .put("id", item.id())
                .put("ordinal", item.ordinal())
                .put("strategy", item.cause().strategy())
                .put("rule", item.cause().rule())
                .put("reason", item.cause().reason().word())
                .put("values", item.values())
                .put("before", text(item.before()));
        if (after != null) {
            line.put("after", text(after));
        }
        writer.line(line.put(ITEM, text(item.text())).build().toString());
        writer.seen(item.fingerprint());
    }

    /** Parses a line completely. */
    static JsonObject entry(JsonObject line) throws JsonSyntaxException {
        if (line.string(ITEM).isEmpty()) {
            throw new JsonSyntaxException("a line without an item");
        }
        return line;
    }

    /** Parses a line as the insertion that restores its item. */
    static Insertion insertion(JsonObject line) throws JsonSyntaxException {
        JsonObject entry = entry(line);
        return new Insertion(
                (int) entry.number("ordinal"),
                entry.string("id").orElse(null),
                bytes(entry.string(ITEM).orElseThrow()),
                bytes(entry.string("before").orElse("")),
                entry.string("after").map(RemovedItems::bytes).orElse(null),
                entry.string("reason").equals(Optional.of(Reason.DUPLICATE.word())));
    }

    private static String text(byte[] utf8) {
        return new String(utf8, StandardCharsets.UTF_8);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public String finish() throws IOException {
        return writer.finish();
    }

    @Override
    public void close() throws IOException {
        writer.close();
    }
}
