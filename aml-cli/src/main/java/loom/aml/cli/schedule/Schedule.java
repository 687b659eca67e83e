package loom.aml.cli.schedule;

import java.nio.charset.StandardCharsets;
import java.time.LocalTime;
import java.util.List;
import java.util.zip.CRC32C;
import loom.aml.app.job.JobKind;
import loom.aml.cli.UsageException;

/**
 * The jobs of a store. By default they run after 04:00, at a minute derived from the path, so that several stores do
 * not start at the same time.
 *
 * @param launcher the absolute path of aml
 * @param store the absolute path of the store
 * @param jobs the jobs
 */
public record Schedule(String launcher, String store, List<Job> jobs) {
    private static final int DAILY_HOUR = 4;

    public Schedule {
        jobs = List.copyOf(jobs);
        for (String path : List.of(launcher, store)) {
            if (path.chars().anyMatch(Character::isISOControl)) {
                throw new UsageException("a path with a line break or another control character cannot be scheduled: "
                        + path.replaceAll("\\p{Cntrl}", "?"));
            }
        }
    }

    /** Returns the default time of the daily job of a store. */
    public static LocalTime usualTime(String store) {
        CRC32C sum = new CRC32C();
        sum.update(store.getBytes(StandardCharsets.UTF_8));
        return LocalTime.of(DAILY_HOUR, (int) (sum.getValue() % 60));
    }

    /**
     * Returns the schedule: daily job, a weekly full backup one hour earlier, and an hourly health check.
     *
     * @param daily when the daily job runs
     */
    public static Schedule of(String launcher, String store, LocalTime daily) {
        return new Schedule(
                launcher,
                store,
                List.of(
                        new Job(JobKind.MAINTAIN, "daily job", Times.daily(daily)),
                        new Job(JobKind.HEALTH, "health check", Times.hourly((daily.getMinute() + 30) % 60)),
                        new Job(JobKind.FULL_BACKUP, "weekly full backup", Times.onSundays(daily.minusHours(1)))));
    }
}
