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
 * The version of a store as declared in {@code config/schema_version.json}. The versions of the items take precedence, because the
 * runtime writes items of its own version without updating this file. Immutable; unknown members are preserved.
 *
 * <pre>
 * {"version":"1.2.0", "updated_at":"2026-11-23T08:00:00Z",
 *  "migration_history":[{"from":"1.0.0", "to":"1.2.0", "at":..., "items":1200, "run":..., "backup":...}]}
 * </pre>
 */
public final class SchemaFile {

    /** The path within a store. */
    public static final String PATH = "config/schema_version.json";

    private static final String VERSION = "version";
    private static final String UPDATED_AT = "updated_at";
    private static final String HISTORY = "migration_history";

    private final JsonObject json;

    private SchemaFile(JsonObject json) {
        this.json = json;
    }

    /** Returns the declaration of a store; empty if absent. */
    public static Optional<SchemaFile> of(MemoryStore store) throws IOException {
        Optional<MemoryStore.Document> document = store.document(PATH);
        return document.isEmpty()
                ? Optional.empty()
                : Optional.of(parse(document.get().content()));
    }

    /**
     * Parses the file.
     *
     * @throws JsonSyntaxException if the file is malformed; it must not be overwritten
     */
    static SchemaFile parse(byte @Nullable [] content) throws JsonSyntaxException {
        JsonObject json = content == null ? JsonObject.builder().build() : JsonObject.parse(content);
        if (json.has(HISTORY) && !json.isListOfObjects(HISTORY)) {
            throw new JsonSyntaxException(HISTORY + " is not a list of objects");
        }
        return new SchemaFile(json);
    }

    /** Returns the version of the last migration, as written in the file. */
    public Optional<String> version() {
        return json.string(VERSION);
    }

    /** Returns the migrations of the store, oldest first. */
    public List<JsonObject> history() {
        return json.objects(HISTORY);
    }

    /**
     * A migration of a store.
     *
     * @param from the previous version of the items, or {@code mixed}
     * @param version the version of the store afterwards; the oldest if several remain
     * @param items number of items changed
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

    /** Returns the file with one more migration. */
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
