package loom.aml.backup;

import java.time.Duration;
import loom.aml.json.JsonObject;

/**
 * Which snapshots are kept.
 *
 * @param hourly the number of hours for which the newest snapshot is kept; hours without a snapshot do not count
 * @param daily the number of days (UTC) for which the newest snapshot is kept; days without a snapshot do not count
 * @param maxAge older snapshots are removed
 * @param maxCount the maximum number of snapshots
 * @param minCount the newest snapshots that are kept regardless of their age, limited by {@code maxCount}
 */
public record RotationPolicy(int hourly, int daily, Duration maxAge, int maxCount, int minCount) {

    /** One week of daily snapshots: enough to compare with the state before a problem that was noticed late. */
    private static final int A_WEEK = 7;

    public static final RotationPolicy DEFAULT = new RotationPolicy(24, 30, Duration.ofDays(30), 100, A_WEEK);

    public RotationPolicy {
        if (hourly < 0 || daily < 0 || maxAge.isNegative() || maxCount < 1 || minCount < 0) {
            throw new IllegalArgumentException(
                    "rotation must keep at least one snapshot, and counts must not be negative");
        }
    }

    public RotationPolicy withHourly(int count) {
        return new RotationPolicy(count, daily, maxAge, maxCount, minCount);
    }

    public RotationPolicy withDaily(int count) {
        return new RotationPolicy(hourly, count, maxAge, maxCount, minCount);
    }

    public RotationPolicy withMaxAge(Duration age) {
        return new RotationPolicy(hourly, daily, age, maxCount, minCount);
    }

    public RotationPolicy withMaxCount(int count) {
        return new RotationPolicy(hourly, daily, maxAge, count, minCount);
    }

    public RotationPolicy withMinCount(int count) {
        return new RotationPolicy(hourly, daily, maxAge, maxCount, count);
    }

    public JsonObject toJson() {
        return JsonObject.builder()
                .put("hourly", hourly)
                .put("daily", daily)
                .put("max_age_days", maxAge.toDays())
                .put("max_count", maxCount)
                .put("min_count", minCount)
                .build();
    }
}
