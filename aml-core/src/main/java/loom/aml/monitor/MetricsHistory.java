package loom.aml.monitor;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import loom.aml.json.JsonObject;
import loom.aml.json.JsonSyntaxException;

/**
 * Figures over time, the oldest first. Kept in {@code monitoring/metrics.json} of the store, an entry a line. Immutable.
 *
 * <pre>
 * {"version":1,"entries":[
 * {"time":"2026-11-23T08:00:00Z","total_bytes":1048576,"agents":6,"patterns":400, ...},
 * ...
 * ]}
 * </pre>
 */
public record MetricsHistory(List<Metrics> entries) {

    static final String FILE = "metrics.json";
    static final MetricsHistory NONE = new MetricsHistory(List.of());

    private static final long VERSION = 1;

    public MetricsHistory {
        entries = List.copyOf(entries);
    }

    /**
     * Reads a history.
     *
     * @throws JsonSyntaxException if it is anything else
     */
    static MetricsHistory parse(JsonObject json) throws JsonSyntaxException {
        if (json.number("version") != VERSION || !json.isListOfObjects("entries")) {
            throw new JsonSyntaxException("this is no history of metrics of version " + VERSION);
        }
        List<Metrics> entries = new ArrayList<>();
        for (JsonObject entry : json.objects("entries")) {
            entries.add(Metrics.parse(entry));
        }
        entries.sort(Comparator.comparing(Metrics::at));
        return new MetricsHistory(entries);
    }

    /**
     * This history and one more entry. The newest entry gives way to it while that is closer to the one before than entries are
     * to be; the oldest gives way when there are too many.
     */
    public MetricsHistory with(Metrics newest, MonitorPolicy.History policy) {
        List<Metrics> more = new ArrayList<>(entries);
        // Of a clock that was turned back nothing can be said; what it wrote would stand at the wrong end for ever.
        more.removeIf(entry -> entry.at().isAfter(newest.at()));
        int size = more.size();
        if (size > 1
                && Duration.between(more.get(size - 2).at(), more.get(size - 1).at())
                                .compareTo(policy.every())
                        < 0) {
            more.removeLast();
        }
        more.add(newest);
        return new MetricsHistory(more.subList(Math.max(0, more.size() - policy.entries()), more.size()));
    }

    String toText() {
        StringBuilder text = new StringBuilder("{\"version\":").append(VERSION).append(",\"entries\":[");
        String separator = "\n";
        for (Metrics entry : entries) {
            text.append(separator).append(entry.toJson());
            separator = ",\n";
        }
        return text.append("\n]}\n").toString();
    }
}
