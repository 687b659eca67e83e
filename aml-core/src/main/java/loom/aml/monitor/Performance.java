package loom.aml.monitor;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import loom.aml.json.JsonObject;

/**
 * The durations of operations according to the records of their runs, and query statistics if known.
 *
 * @param last the last finished run of each operation, by operation
 */
public record Performance(Map<String, Run> last, Optional<QueryStatus> queries) {
    /**
     * A finished run.
     *
     * @param items the number of items that were removed, restored or changed
     * @param bytesFreed the bytes by which files shrank; negative if they grew
     * @param bytesAdded the bytes by which the backups grew, for a run on backups
     * @param backup the snapshot that was created before the changes, or by a run on backups
     */
    public record Run(
            String id,
            Instant started,
            Duration duration,
            String outcome,
            long items,
            long bytesFreed,
            long bytesAdded,
            Optional<String> backup) {
        JsonObject toJson(String operation) {
            return JsonObject.builder()
                    .put("operation", operation)
                    .put("run", id)
                    .put("started", started)
                    .put("duration_ms", duration.toMillis())
                    .put("outcome", outcome)
                    .put("items", items)
                    .put("bytes_freed", bytesFreed)
                    .put("bytes_added", bytesAdded)
                    .put("snapshot_id", backup.orElse(null))
                    .build();
        }
    }

    public JsonObject toJson() {
        JsonObject.Builder json = JsonObject.builder();
        Optional<Duration> time = queries.flatMap(QueryStatus::time);
        if (time.isPresent()) {
            json.put("query_time_ms", time.get().toNanos() / 1e6);
        } else {
            json.put("query_time_ms", (String) null);
        }
        if (queries.isPresent() && queries.get().hitRate().isPresent()) {
            json.put("cache_hit_rate", queries.get().hitRate().getAsDouble());
        } else {
            json.put("cache_hit_rate", (String) null);
        }
        List<JsonObject> runs = new ArrayList<>();
        last.forEach((operation, run) -> runs.add(run.toJson(operation)));
        return json.put("last_runs", runs).build();
    }

    public List<Map.Entry<String, Run>> runs() {
        return new ArrayList<>(last.entrySet());
    }
}
