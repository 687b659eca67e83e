package loom.aml.tidy;

import java.time.Duration;
import loom.aml.json.JsonObject;

/**
 * The policy of garbage collection.
 *
 * @param repair whether damaged collections are replaced by their readable items
 * @param complete whether missing ids, agents and timestamps are added
 * @param forRuntime whether items that the runtime's schema rejects are removed
 * @param leftoverAge temporary files older than this are leftovers
 * @param staleLockAge report locks that were not refreshed for this long
 */
public record GcPolicy(
        boolean repair, boolean complete, boolean forRuntime, Duration leftoverAge, Duration staleLockAge) {

    public static final GcPolicy DEFAULT = new GcPolicy(false, true, false, Duration.ofHours(1), Duration.ofMinutes(1));

    public GcPolicy {
        if (leftoverAge.isNegative() || staleLockAge.isNegative()) {
            throw new IllegalArgumentException("ages must not be negative");
        }
    }

    public GcPolicy withRepair(boolean on) {
        return new GcPolicy(on, complete, forRuntime, leftoverAge, staleLockAge);
    }

    public GcPolicy withForRuntime(boolean on) {
        return new GcPolicy(repair, complete, on, leftoverAge, staleLockAge);
    }

    public GcPolicy withComplete(boolean on) {
        return new GcPolicy(repair, on, forRuntime, leftoverAge, staleLockAge);
    }

    public JsonObject toJson() {
        return JsonObject.builder()
                .put("repair", repair)
                .put("complete", complete)
                .put("for_runtime", forRuntime)
                .put("leftover_age_s", leftoverAge.toSeconds())
                .put("stale_lock_age_s", staleLockAge.toSeconds())
                .build();
    }
}
