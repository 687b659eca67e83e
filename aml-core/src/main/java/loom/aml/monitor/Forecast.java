package loom.aml.monitor;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import loom.aml.json.JsonObject;

/**
 * A forecast of the growth of a store.
 *
 * @param growth the growth of the whole store; empty with less than a day of history
 * @param reached the limits that will be reached
 * @param judged the agents and the store whose growth is known: {@code total}, or an agent's name after {@code agent/}
 */
public record Forecast(Optional<Growth> growth, List<Reached> reached, List<String> judged) {
    static final String TOTAL = "total";

    /**
     * A limit and when it will be reached.
     *
     * @param what {@code total}, or an agent's name after {@code agent/}
     */
    public record Reached(String what, long limit, Instant when) {
        JsonObject toJson() {
            return JsonObject.builder()
                    .put("what", what)
                    .put("limit_bytes", limit)
                    .put("time", when)
                    .build();
        }
    }

    static Forecast of(List<Metrics> history, Metrics now, MonitorPolicy policy) {
        List<Metrics> entries = new ArrayList<>(history);
        entries.removeIf(entry -> entry.at().isAfter(now.at()));
        List<Reached> reached = new ArrayList<>();
        List<String> judged = new ArrayList<>();
        Optional<Growth> growth = Growth.of(entries);
        if (growth.isPresent()) {
            add(TOTAL, growth.get(), policy.totalCritical(), now.bytes(), now.at(), reached, judged);
        }
        Optional<Growth> ofLargest = Growth.ofLargest(entries, now.largest());
        if (ofLargest.isPresent()) {
            long limit = policy.of(now.largest()).critical();
            add("agent/" + now.largest(), ofLargest.get(), limit, now.largestBytes(), now.at(), reached, judged);
        }
        return new Forecast(growth, List.copyOf(reached), List.copyOf(judged));
    }

    private static void add(
            String what,
            Growth growth,
            long limit,
            long bytes,
            Instant now,
            List<Reached> reached,
            List<String> judged) {
        judged.add(what);
        growth.reaches(limit, bytes, now).ifPresent(when -> reached.add(new Reached(what, limit, when)));
    }

    public JsonObject toJson() {
        JsonObject.Builder json = JsonObject.builder();
        if (growth.isPresent()) {
            json.put("bytes_per_day", Math.round(growth.get().bytesPerDay()))
                    .put("items_per_day", Math.round(growth.get().itemsPerDay() * 10) / 10.0)
                    .put("days_of_history", growth.get().span().toDays());
        } else {
            json.put("bytes_per_day", (String) null)
                    .put("items_per_day", (String) null)
                    .put("days_of_history", (String) null);
        }
        return json.put("limits_reached", reached.stream().map(Reached::toJson).toList())
                .build();
    }
}
