package loom.aml.backup;

import java.time.Duration;
import loom.aml.json.JsonObject;

/**
 * Which snapshots are worth keeping.
 *
 * @param hourly the newest of an hour is kept, for so many hours that have one
 * @param daily the newest of a day (UTC) is kept, for so many days that have one
 * @param maxAge older ones go
 * @param maxCount no more than these are kept
 * @param minCount the newest ones that are kept however old they are, unless fewer are asked for by {@code maxCount}
 */
public record RotationPolicy(int hourly, int daily, Duration maxAge, int maxCount, int minCount) {

    /** A week of a daily job: whatever was noticed late, or happened in a pause, can be compared with what was before. */
    private static final int A_WEEK = 7;

    public static final RotationPolicy DEFAULT = new RotationPolicy(24, 30, Duration.ofDays(30), 100, A_WEEK);

    public RotationPolicy {
        if (hourly < 0 || daily < 0 || maxAge.isNegative() || maxCount < 1 || minCount < 0) {
            throw new IllegalArgumentException(
                    "a rotation keeps at least one snapshot, and no negative number of anything");
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
