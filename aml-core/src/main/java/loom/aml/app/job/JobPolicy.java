package loom.aml.app.job;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import loom.aml.config.Configuration;
import loom.aml.config.JobSettings;

/**
 * When the server runs the jobs of a store.
 *
 * @param times the cron expression of each job that it runs; unchecked apart from its shape
 * @param jitter the maximum delay of a run
 * @param catchesUp whether a job that was missed runs once
 */
public record JobPolicy(Map<JobKind, String> times, Duration jitter, boolean catchesUp) {
    public JobPolicy {
        times = Map.copyOf(times);
    }

    /** Returns the policy that the settings describe. */
    public static JobPolicy of(Configuration configuration) {
        Map<JobKind, String> times = new EnumMap<>(JobKind.class);
        for (JobKind kind : JobKind.values()) {
            String expression = configuration.get(kind.setting());
            if (!expression.isEmpty()) {
                times.put(kind, expression);
            }
        }
        return new JobPolicy(times, configuration.get(JobSettings.JITTER), configuration.get(JobSettings.CATCH_UP));
    }
}
