package loom.aml.index;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import loom.aml.json.JsonObject;

/**
 * The file {@code standing.json}, written after each commit, which describes the index for programs that do not open it.
 * After a crash between the two, the index appears outdated until the next update.
 *
 * <pre>
 *   {"items": 48137, "bytes": 13570041, "query_us": 412, "files": [{"path": "debugger/patterns.json", "version": ..., ...}]}
 * </pre>
 *
 * @param bytes the size of the index; an index of another size is not the one described
 * @param queryTime the last measured time of a query; empty if never measured
 */
record IndexStateFile(long items, long bytes, Optional<Duration> queryTime, List<CollectionEntry> collections) {
    IndexStateFile {
        collections = List.copyOf(collections);
    }

    IndexStateFile withQueryTime(Duration time) {
        return new IndexStateFile(items, bytes, Optional.of(time), collections);
    }

    JsonObject toJson() {
        JsonObject.Builder json = JsonObject.builder().put("items", items).put("bytes", bytes);
        queryTime.ifPresent(time -> json.put("query_us", time.toNanos() / 1_000));
        return json.put(
                        "files",
                        collections.stream().map(CollectionEntry::toJson).toList())
                .build();
    }

    static IndexStateFile parse(byte[] text) throws IOException {
        JsonObject json = JsonObject.parse(text);
        List<CollectionEntry> collections = new ArrayList<>();
        for (JsonObject file : json.objects("files")) {
            collections.add(CollectionEntry.parse(file));
        }
        Optional<Duration> time = json.has("query_us")
                ? Optional.of(Duration.ofNanos(json.number("query_us") * 1_000))
                : Optional.empty();
        return new IndexStateFile(json.number("items"), json.number("bytes"), time, collections);
    }
}
