package loom.aml.monitor;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import loom.aml.json.JsonObject;
import loom.aml.store.log.LogFolder;
import loom.aml.store.log.RunRecord;
import org.jspecify.annotations.Nullable;

/**
 * The durations of operations according to the records of their runs, and query statistics if known.
 *
 * @param last the last finished run of each operation, by operation
 * @param recordsRead the number of newest records that were read
 */
public record Performance(Map<String, Run> last, int recordsRead, Optional<QueryStatus> queries) {
    private static final int NEWEST = 200;

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

    /** The sums of a run and its steps. */
    private record Done(long items, long bytesFreed, long bytesAdded) {
        static Done of(RunRecord run) {
            return new Done(run.removed() + run.inserted() + run.transformed(), run.bytesFreed(), run.bytesAdded());
        }

        Done plus(@Nullable Done other) {
            return other == null
                    ? this
                    : new Done(items + other.items, bytesFreed + other.bytesFreed, bytesAdded + other.bytesAdded);
        }
    }

    /** Reads the newest records. Unreadable ones are ignored here; 'aml history' reports them. */
    public static Performance of(LogFolder logs, Optional<QueryStatus> queries) throws IOException {
        List<String> runs = logs.runs();
        List<String> newest = runs.subList(Math.max(0, runs.size() - NEWEST), runs.size());
        Map<String, Run> last = new TreeMap<>();
        Map<String, Done> ofSteps = new HashMap<>();
        for (String id : newest.reversed()) {
            try {
                RunRecord record = logs.read(id);
                // The records are in reverse order, and the steps of a run began after it.
                Done done = Done.of(record).plus(ofSteps.remove(id));
                record.partOf().ifPresent(run -> ofSteps.merge(run, done, Done::plus));
                if (record.duration().isPresent() && record.startedAt().isPresent()) {
                    last.putIfAbsent(
                            record.operation(),
                            new Run(
                                    id,
                                    record.startedAt().get(),
                                    record.duration().get(),
                                    record.finished()
                                            .flatMap(end -> end.string("outcome"))
                                            .orElse("unknown"),
                                    done.items,
                                    done.bytesFreed,
                                    done.bytesAdded,
                                    record.snapshot().or(record::ownSnapshot)));
                }
            } catch (IOException e) {
                // As above.
            }
        }
        return new Performance(last, newest.size(), queries);
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
