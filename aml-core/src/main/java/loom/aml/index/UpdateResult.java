package loom.aml.index;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import loom.aml.json.JsonObject;
import loom.aml.store.Finding;

/**
 * The result of updating an index.
 *
 * @param kind the work that was necessary
 * @param items number of items in the index now
 * @param added number of items written because they are new or changed
 * @param removed number of items removed
 * @param read number of collection files read
 * @param bytes size of the index
 * @param findings files that could not be read, whose items are missing from the index
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

    /** The work that was necessary. */
    public enum Kind {
        /** None: the index was up to date. */
        FRESH,
        /** Changed files were read. */
        UPDATED,
        /** All files were read. */
        BUILT;

        public String word() {
            return name().toLowerCase(Locale.ROOT);
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
