package loom.aml.compress;

import java.time.Duration;
import loom.aml.json.JsonObject;

/**
 * What is compressed, and how.
 *
 * @param age collections that were not written for longer than this are
 * @param level of gzip, from 1, fast, to 9, small
 */
public record CompressPolicy(Duration age, int level) {

    public static final CompressPolicy DEFAULT = new CompressPolicy(Duration.ofDays(30), 9);

    public CompressPolicy {
        if (age.isNegative()) {
            throw new IllegalArgumentException("an age must not be negative: " + age);
        }
        if (level < 1 || level > 9) {
            throw new IllegalArgumentException("levels of gzip go from 1 to 9: " + level);
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
