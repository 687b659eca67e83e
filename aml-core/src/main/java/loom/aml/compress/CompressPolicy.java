package loom.aml.compress;

import java.time.Duration;
import loom.aml.json.JsonObject;

/**
 * Configures compression.
 *
 * @param age collections unmodified for longer than this are compressed
 * @param level gzip level from 1 (fastest) to 9 (smallest)
 */
public record CompressPolicy(Duration age, int level) {

    public static final CompressPolicy DEFAULT = new CompressPolicy(Duration.ofDays(30), 9);

    public CompressPolicy {
        if (age.isNegative()) {
            throw new IllegalArgumentException("the age must not be negative: " + age);
        }
        if (level < 1 || level > 9) {
            throw new IllegalArgumentException("the gzip level must be from 1 to 9: " + level);
        }
    }

    public CompressPolicy withAge(Duration other) {
        return new CompressPolicy(other, level);
    }

    public CompressPolicy withLevel(int other) {
        return new CompressPolicy(age, other);
    }

    public JsonObject toJson() {
        return JsonObject.builder()
                .put("age_s", age.toSeconds())
                .put("level", level)
                .build();
    }
}
