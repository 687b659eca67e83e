package loom.aml.store.log;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import loom.aml.item.Fingerprint;
import loom.aml.json.JsonObject;
import loom.aml.store.ChangeLog;
import loom.aml.store.CollectionChange;
import org.jspecify.annotations.Nullable;

/**
 * The lines of an archive with the former versions of a collection's items.
 *
 * <pre>
 * {"now":"32 hex digits","was":"1.0.0"}                    the reverse transformation yields the former bytes
 * {"now":"32 hex digits","was":"2.0.0","item":"{...}"}     it does not, so they are stored
 * {"now":"32 hex digits","was":"present","item":"{...}"}   the former version of an item that was replaced
 * {"now":"32 hex digits","was":"present","item":"{...}","merged":"{...}"}   the same, and its text after it absorbed others
 * </pre>
 *
 * <p>{@code now} is the {@link Fingerprint} of the item after the run.
 */
record FormerItems(ArchiveWriter writer) implements ChangeLog.TransformArchive {

    /** Builds the line by hand, for speed: few migrated items have an original to store. */
    @Override
    public void add(Fingerprint now, String was, byte @Nullable [] original) throws IOException {
        if (original == null && isPlain(was)) {
            writer.line("{\"now\":\"" + now + "\",\"was\":\"" + was + "\"}");
        } else {
            JsonObject.Builder line =
                    JsonObject.builder().put("now", now.toString()).put("was", was);
            if (original != null) {
                line.put("item", new String(original, StandardCharsets.UTF_8));
            }
            writer.line(line.build().toString());
        }
    }

    private static boolean isPlain(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' || c > '~' || c == '"' || c == '\\') {
                return false;
            }
        }
        return true;
    }

    @Override
    public void merged(Fingerprint now, byte[] original, byte[] merged) throws IOException {
        writer.line(JsonObject.builder()
                .put("now", now.toString())
                .put("was", CollectionChange.PutItems.WAS_PRESENT)
                .put("item", new String(original, StandardCharsets.UTF_8))
                .put("merged", new String(merged, StandardCharsets.UTF_8))
                .build()
                .toString());
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
