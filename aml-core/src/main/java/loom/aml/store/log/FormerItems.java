package loom.aml.store.log;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import loom.aml.item.Fingerprint;
import loom.aml.json.JsonObject;
import loom.aml.store.ChangeLog;
import org.jspecify.annotations.Nullable;

/**
 * The lines of an archive of what the items of one collection were.
 *
 * <pre>
 * {"now":"32 hex digits","was":"1.0.0"}                    the way back gives the former bytes
 * {"now":"32 hex digits","was":"2.0.0","item":"{...}"}     it does not, so here they are
 * {"now":"32 hex digits","was":"present","item":"{...}"}   the item was stored by itself, and was this before
 * </pre>
 *
 * <p>{@code now} is the {@link Fingerprint} of the item as it is after the run.
 */
record FormerItems(ArchiveWriter writer) implements ChangeLog.TransformArchive {

    /** Hardly a migrated item has an original to keep, so the short line is put together by hand. */
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
    public String finish() throws IOException {
        return writer.finish();
    }

    @Override
    public void close() throws IOException {
        writer.close();
    }
}
