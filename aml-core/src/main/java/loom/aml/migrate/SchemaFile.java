package loom.aml.migrate;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import loom.aml.json.JsonObject;
import loom.aml.json.JsonSyntaxException;
import loom.aml.store.MemoryStore;
import org.jspecify.annotations.Nullable;

/**
 * What a store says of its own version, in {@code config/schema_version.json}. What the items say counts more: the runtime goes
 * on writing items of its own version without touching this file. Immutable; members that nobody here knows stay.
 *
 * <pre>
 * {"version":"1.2.0", "updated_at":"2026-11-23T08:00:00Z",
 *  "migration_history":[{"from":"1.0.0", "to":"1.2.0", "at":..., "items":1200, "run":..., "backup":...}]}
 * </pre>
 */
public final class SchemaFile {

    /** Where it lies within a store. */
    public static final String PATH = "config/schema_version.json";

    private static final String VERSION = "version";
    private static final String UPDATED_AT = "updated_at";
    private static final String HISTORY = "migration_history";

    private final JsonObject json;

    private SchemaFile(JsonObject json) {
        this.json = json;
    }

    /** What a store says; nothing if it says nothing. */
    public static Optional<SchemaFile> of(MemoryStore store) throws IOException {
        Optional<MemoryStore.Document> document = store.document(PATH);
        return document.isEmpty()
                ? Optional.empty()
                : Optional.of(parse(document.get().content()));
    }

    /**
     * Reads the file.
     *
     * @throws JsonSyntaxException if it is anything else: what cannot be read is not written over
     */
    static SchemaFile parse(byte @Nullable [] content) throws JsonSyntaxException {
        JsonObject json = content == null ? JsonObject.builder().build() : JsonObject.parse(content);
        if (json.has(HISTORY) && !json.isListOfObjects(HISTORY)) {
            throw new JsonSyntaxException(HISTORY + " is no list of objects");
        }
        return new SchemaFile(json);
    }

    /** The version that the store was brought to last, as it is written. */
    public Optional<String> version() {
        return json.string(VERSION);
    }

    /** The migrations that changed the store, oldest first. */
    public List<JsonObject> history() {
        return json.objects(HISTORY);
    }

    /**
     * A migration that changes a store.
     *
     * @param from the version that the items were of, or {@code mixed}
     * @param version the version of the store after it; of several the oldest
     * @param items items that it changes
     */
    record Entry(
            String from,
            String to,
            SchemaVersion version,
            Instant at,
            long items,
            String run,
            @Nullable String backup) {
        JsonObject toJson() {
            return JsonObject.builder()
                    .put("from", from)
                    .put("to", to)
                    .put("at", at)
                    .put("items", items)
                    .put("run", run)
                    .put("backup", backup)
                    .build();
        }
    }

    /** The same file after one more migration. */
    byte[] with(Entry entry) {
        List<JsonObject> history = new ArrayList<>(history());
        history.add(entry.toJson());
        return (JsonObject.builder()
                                .putAll(json)
                                .put(VERSION, entry.version.toString())
                                .put(UPDATED_AT, entry.at)
                                .put(HISTORY, history)
                                .build()
                                .toPrettyString()
                        + "\n")
                .getBytes(StandardCharsets.UTF_8);
    }
}
