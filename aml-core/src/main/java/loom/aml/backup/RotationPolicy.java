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
 */
public record RotationPolicy(int hourly, int daily, Duration maxAge, int maxCount) {
    public static final RotationPolicy DEFAULT = new RotationPolicy(24, 30, Duration.ofDays(30), 100);

    public RotationPolicy {
        if (hourly < 0 || daily < 0 || maxAge.isNegative() || maxCount < 1) {
            throw new IllegalArgumentException(
                    "a rotation keeps at least one snapshot, and no negative number of anything");
        }
    }

    public RotationPolicy withHourly(int count) {
        return new RotationPolicy(count, daily, maxAge, maxCount);
    }

    public RotationPolicy withDaily(int count) {
        return new RotationPolicy(hourly, count, maxAge, maxCount);
    }

    public RotationPolicy withMaxAge(Duration age) {
        return new RotationPolicy(hourly, daily, age, maxCount);
    }

    public RotationPolicy withMaxCount(int count) {
        return new RotationPolicy(hourly, daily, maxAge, count);
    }

    public JsonObject toJson() {
        return JsonObject.builder()
                .put("hourly", hourly)
                .put("daily", daily)
                .put("max_age_days", maxAge.toDays())
                .put("max_count", maxCount)
                .build();
    }
}
