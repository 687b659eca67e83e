package loom.aml.index;

import java.time.Duration;
import java.util.List;
import loom.aml.json.JsonObject;
import loom.aml.store.Finding;

/**
 * What bringing an index up to date came to.
 *
 * @param kind what had to be done
 * @param items items in the index now
 * @param added items that were written, because they are new or changed
 * @param removed items that were taken out
 * @param read collection files that were read
 * @param bytes what the index takes
 * @param findings files that could not be read, whose items are therefore not in it
 */
public record UpdateResult(
        Kind kind,
        long items,
        long added,
        long removed,
        int read,
        long bytes,
        Duration duration,
        List<Finding> findings) {

    /** What had to be done. */
    public enum Kind {
        /** Nothing: it knew the store as it is. */
        FRESH,
        /** What had changed was read. */
        UPDATED,
        /** All was read. */
        BUILT;

        public String word() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    public UpdateResult {
        findings = List.copyOf(findings);
    }

    UpdateResult withBytes(long size) {
        return new UpdateResult(kind, items, added, removed, read, size, duration, findings);
    }

    public JsonObject toJson() {
        return JsonObject.builder()
                .put("work", kind.word())
                .put("items", items)
                .put("items_added", added)
                .put("items_removed", removed)
                .put("collections_read", read)
                .put("index_bytes", bytes)
                .put("duration_ms", duration.toMillis())
                .put("findings", findings.stream().map(Finding::toJson).toList())
                .build();
    }
}
