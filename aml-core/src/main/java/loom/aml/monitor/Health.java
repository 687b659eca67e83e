package loom.aml.monitor;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import loom.aml.json.JsonObject;

/**
 * The health of a store: the results of the checks.
 *
 * @param at when the store was checked
 * @param checks structure, memory_limits, index_budget for notes, index, backup, integrity, query_time, and copies if any are configured, in this
 *     order
 */
public record Health(Instant at, List<Check> checks) {

    /** The result of a check. The numbers are the exit codes of monitoring plugins. */
    public enum Status {
        HEALTHY(0),
        UNKNOWN(3),
        WARNING(1),
        CRITICAL(2);

        private final int code;

        Status(int code) {
            this.code = code;
        }

        public int code() {
            return code;
        }

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** Returns the worse of two statuses. A known problem is worse than an unknown status. */
        public Status and(Status other) {
            return compareTo(other) >= 0 ? this : other;
        }
    }

    /**
     * A check and its result.
     *
     * @param seen the observed value
     * @param limit the value it is compared with
     * @param advice the action to take; empty if none is needed
     */
    public record Check(String name, Status status, String seen, String limit, String advice) {
        JsonObject toJson() {
            return JsonObject.builder()
                    .put("check", name)
                    .put("status", status.word())
                    .put("seen", seen)
                    .put("limit", limit)
                    .put("advice", advice)
                    .build();
        }
    }

    public Health {
        checks = List.copyOf(checks);
    }

    /** Returns the worst status of the checks. */
    public Status status() {
        Status worst = Status.HEALTHY;
        for (Check check : checks) {
            worst = worst.and(check.status());
        }
        return worst;
    }

    /** Returns the check with a name. */
    public Check check(String name) {
        return checks.stream()
                .filter(check -> check.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("unknown check " + name));
    }

    public JsonObject toJson() {
        return JsonObject.builder()
                .put("time", at)
                .put("status", status().word())
                .put("checks", checks.stream().map(Check::toJson).toList())
                .build();
    }
}
