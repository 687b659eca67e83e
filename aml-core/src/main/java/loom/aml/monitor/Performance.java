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
 * How long operations took, as the records of their runs tell, and how queries went, as far as that is known.
 *
 * @param last the last run of each operation that ended, by operation
 * @param looked how many records were looked at, the newest
 */
public record Performance(Map<String, Run> last, int looked, Optional<QueryStatus> queries) {
    private static final int NEWEST = 200;

    /**
     * A run that ended.
     *
     * @param items items that left, came back, or were changed
     * @param bytesFreed bytes by which files became smaller; negative if they grew
     * @param bytesAdded bytes by which the backups grew, of a run on backups
     * @param backup the snapshot that was made before, or by a run on backups
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

    /** Reads the newest records. One that cannot be read says nothing; 'aml history' tells of it. */
    public static Performance of(LogFolder logs, Optional<QueryStatus> queries) throws IOException {
        List<String> runs = logs.runs();
        List<String> newest = runs.subList(Math.max(0, runs.size() - NEWEST), runs.size());
        Map<String, Run> last = new TreeMap<>();
        Map<String, Done> ofSteps = new HashMap<>();
        for (String id : newest.reversed()) {
            try {
                RunRecord record = logs.read(id);
                // The steps of a run began after it, so they come first.
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
                // See above.
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
