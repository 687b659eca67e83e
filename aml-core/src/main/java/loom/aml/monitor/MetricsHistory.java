package loom.aml.monitor;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import loom.aml.json.JsonObject;
import loom.aml.json.JsonSyntaxException;

/**
 * The metrics of a store over time, oldest first. Stored in {@code monitoring/metrics.json}, one entry per line.
 * Immutable.
 *
 * <pre>
 * {"version":1,"entries":[
 * {"time":"2026-11-23T08:00:00Z","total_bytes":1048576,"agents":6,"patterns":400, ...},
 * ...
 * ]}
 * </pre>
 */
public final class MetricsHistory {

    static final String FILE = "metrics.json";
    static final MetricsHistory NONE = new MetricsHistory(List.of());

    private final List<Entry> lines;

    /** An entry and its line. Lines are written back unchanged, because formatting a thousand entries takes time. */
    private record Entry(Metrics metrics, String line) {
        static Entry of(Metrics metrics) {
            return new Entry(metrics, metrics.toJson().toString());
        }

        Instant at() {
            return metrics.at();
        }
    }

    /**
     * Not {@link Comparator#comparing}: its lambda is serializable, and an AOT cache cannot hold the class of such a
     * lambda.
     */
    private static final Comparator<Entry> OLDEST_FIRST =
            (one, other) -> one.at().compareTo(other.at());

    private static final long VERSION = 1;
    private static final String HEAD = "{\"version\":" + VERSION + ",\"entries\":[";
    private static final String TAIL = "\n]}\n";

    private MetricsHistory(List<Entry> lines) {
        this.lines = List.copyOf(lines);
    }

    /** Returns the entries, oldest first. */
    public List<Metrics> entries() {
        return lines.stream().map(Entry::metrics).toList();
    }

    /**
     * Parses a history.
     *
     * @throws JsonSyntaxException if it is not a history
     */
    static MetricsHistory parse(JsonObject json) throws JsonSyntaxException {
        if (json.number("version") != VERSION || !json.isListOfObjects("entries")) {
            throw new JsonSyntaxException("not a history of metrics of version " + VERSION);
        }
        List<Entry> entries = new ArrayList<>();
        for (JsonObject entry : json.objects("entries")) {
            entries.add(new Entry(Metrics.parse(entry), entry.toString()));
        }
        entries.sort(OLDEST_FIRST);
        return new MetricsHistory(entries);
    }

    /**
     * Parses the text of a history file. In a file that aml wrote, each line is an entry and keeps its bytes; any other
     * file is parsed as one document.
     */
    static MetricsHistory parse(String text) throws JsonSyntaxException {
        if (!text.startsWith(HEAD + "\n") || !text.endsWith(TAIL)) {
            return parse(JsonObject.parse(text));
        }
        List<Entry> entries = new ArrayList<>();
        int end = text.length() - TAIL.length();
        for (int from = HEAD.length() + 1; from < end; ) {
            int newline = text.indexOf('\n', from);
            int to = newline < 0 || newline > end ? end : newline;
            boolean isLast = to == end;
            String line = text.substring(from, isLast ? to : to - 1);
            if (!isLast && text.charAt(to - 1) != ',') {
                return parse(JsonObject.parse(text));
            }
            entries.add(new Entry(Metrics.parse(JsonObject.parse(line)), line));
            from = to + 1;
        }
        entries.sort(OLDEST_FIRST);
        return new MetricsHistory(entries);
    }

    /**
     * Returns this history with one more entry. It replaces the newest entry if that one is closer to its predecessor
     * than the policy allows. The oldest entry is dropped when there are too many.
     */
    public MetricsHistory with(Metrics newest, MonitorPolicy.History policy) {
        List<Entry> more = new ArrayList<>(lines);
        int ahead = 0;
        for (Entry entry : more) {
            ahead += entry.at().isAfter(newest.at()) ? 1 : 0;
        }
        // A few entries from the future come from a clock that was ahead, and are dropped, or they would remain the
        // newest for ever. If most entries are from the future, the clock is wrong now: they are kept, and this entry
        // is sorted before them.
        if (ahead > 0 && 2 * ahead > more.size()) {
            more.add(more.size() - ahead, Entry.of(newest));
            return new MetricsHistory(more.subList(Math.max(0, more.size() - policy.entries()), more.size()));
        }
        more.removeIf(entry -> entry.at().isAfter(newest.at()));
        int size = more.size();
        if (size > 1
                && Duration.between(more.get(size - 2).at(), more.get(size - 1).at())
                                .compareTo(policy.every())
                        < 0) {
            more.removeLast();
        }
        more.add(Entry.of(newest));
        return new MetricsHistory(more.subList(Math.max(0, more.size() - policy.entries()), more.size()));
    }

    String toText() {
        StringBuilder text = new StringBuilder(HEAD);
        String separator = "\n";
        for (Entry entry : lines) {
            text.append(separator).append(entry.line());
            separator = ",\n";
        }
        return text.append(TAIL).toString();
    }
}
