package loom.aml.app.monitor;

import java.io.IOException;
import java.util.List;
import loom.aml.app.OpenStore;
import loom.aml.json.JsonObject;
import loom.aml.monitor.Metrics;
import loom.aml.monitor.MetricsHistory;
import loom.aml.monitor.Monitor;
import loom.aml.store.Finding;

/** Lists recorded measurements, newest first. */
public final class ListMeasurements {
    private final OpenStore opened;

    public ListMeasurements(OpenStore opened) {
        this.opened = opened;
    }

    /**
     * The request.
     *
     * @param limit the maximum number of measurements
     */
    public record Request(int limit) {
        public Request {
            if (limit < 1) {
                throw new IllegalArgumentException("--limit must be at least 1: " + limit);
            }
        }
    }

    /**
     * The measurements.
     *
     * @param store the location of the store
     * @param total the number of recorded measurements
     * @param entries the newest of them
     */
    public record Result(String store, int total, List<Metrics> entries, List<Finding> findings) {
        public Result {
            entries = List.copyOf(entries);
            findings = List.copyOf(findings);
        }

        public JsonObject toJson() {
            return JsonObject.builder()
                    .put("store", store)
                    .put("total", total)
                    .put("entries", entries.stream().map(Metrics::toJson).toList())
                    .put("findings", findings.stream().map(Finding::toJson).toList())
                    .build();
        }
    }

    public Result run(Request request) throws IOException {
        Monitor.Read<MetricsHistory> read = Monitor.history(opened.store());
        List<Metrics> all = read.value().entries().reversed();
        return new Result(
                opened.location(),
                all.size(),
                all.subList(0, Math.min(request.limit(), all.size())),
                read.finding().stream().toList());
    }
}
