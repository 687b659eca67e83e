package loom.aml.app.migrate;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import loom.aml.app.OpenStore;
import loom.aml.json.JsonObject;
import loom.aml.migrate.SchemaFile;

/** Lists the migrations that changed a store, newest first. */
public final class ListMigrations {
    private final OpenStore opened;

    public ListMigrations(OpenStore opened) {
        this.opened = opened;
    }

    /** A migration as recorded in the store. Other programs may omit or add members. */
    public record Entry(
            Optional<Instant> time,
            Optional<String> from,
            Optional<String> to,
            long items,
            Optional<String> run,
            Optional<String> snapshot) {
        static Entry of(JsonObject recorded) {
            return new Entry(
                    recorded.instant("at"),
                    recorded.string("from"),
                    recorded.string("to"),
                    recorded.number("items"),
                    recorded.string("run"),
                    recorded.string("backup"));
        }

        JsonObject toJson() {
            return JsonObject.builder()
                    .put("time", time.orElse(null))
                    .put("from", from.orElse(null))
                    .put("to", to.orElse(null))
                    .put("items", items)
                    .put("run", run.orElse(null))
                    .put("snapshot_id", snapshot.orElse(null))
                    .build();
        }
    }

    /**
     * The migrations.
     *
     * @param store the location of the store
     * @param version the version that the store declares
     */
    public record Result(String store, Optional<String> version, List<Entry> migrations) {
        public Result {
            migrations = List.copyOf(migrations);
        }

        public JsonObject toJson() {
            return JsonObject.builder()
                    .put("store", store)
                    .put("version", version.orElse(null))
                    .put("migrations", migrations.stream().map(Entry::toJson).toList())
                    .build();
        }
    }

    public Result run() throws IOException {
        Optional<SchemaFile> file = SchemaFile.of(opened.store());
        List<Entry> entries = new ArrayList<>();
        if (file.isPresent()) {
            for (JsonObject recorded : file.get().history().reversed()) {
                entries.add(Entry.of(recorded));
            }
        }
        return new Result(opened.location(), file.flatMap(SchemaFile::version), entries);
    }
}
