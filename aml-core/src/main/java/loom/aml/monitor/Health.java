package loom.aml.monitor;

import java.time.Instant;
import java.util.List;
import loom.aml.json.JsonObject;

/**
 * How a store is, as six checks see it.
 *
 * @param at when
 * @param checks structure, memory_limits, index, backup, integrity and query_time, in this order
 */
public record Health(Instant at, List<Check> checks) {

    /** What a check comes to. The numbers are those that monitoring plugins end with. */
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
            return name().toLowerCase(java.util.Locale.ROOT);
        }

        /** The worse of two; what is known to be wrong is worse than what is not known. */
        public Status and(Status other) {
            return compareTo(other) >= 0 ? this : other;
        }
    }

    /**
     * One check.
     *
     * @param seen what was seen
     * @param limit what is held against it
     * @param advice what to do; empty where nothing need be done
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

    /** The worst of the checks. */
    public Status status() {
        Status worst = Status.HEALTHY;
        for (Check check : checks) {
            worst = worst.and(check.status());
        }
        return worst;
    }

    /** The check of a name. */
    public Check check(String name) {
        return checks.stream()
                .filter(check -> check.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no check " + name));
    }

    public JsonObject toJson() {
        return JsonObject.builder()
                .put("time", at)
                .put("status", status().word())
                .put("checks", checks.stream().map(Check::toJson).toList())
                .build();
    }
}
