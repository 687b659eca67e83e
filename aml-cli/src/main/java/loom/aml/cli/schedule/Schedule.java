package loom.aml.cli.schedule;

import java.nio.charset.StandardCharsets;
import java.time.LocalTime;
import java.util.List;
import java.util.zip.CRC32C;
import loom.aml.cli.UsageException;

/**
 * The jobs of a store. Without a wish for the time they run in the small hours, at a minute that follows from the path: stores
 * side by side do not all begin at once.
 *
 * @param launcher the absolute path of aml
 * @param store the absolute path of the store
 * @param jobs what is done
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

    /** The usual time of the daily job of a store. */
    public static LocalTime usualTime(String store) {
        CRC32C sum = new CRC32C();
        sum.update(store.getBytes(StandardCharsets.UTF_8));
        return LocalTime.of(DAILY_HOUR, (int) (sum.getValue() % 60));
    }

    /**
     * The daily job, the full backup of the week an hour before it, and a look at the health each hour.
     *
     * @param daily when the daily job runs
     */
    public static Schedule of(String launcher, String store, LocalTime daily) {
        return new Schedule(
                launcher,
                store,
                List.of(
                        new Job("maintain", "the daily job", Times.daily(daily), List.of("maintain", "--quiet")),
                        new Job(
                                "health",
                                "a look at the health",
                                Times.hourly((daily.getMinute() + 30) % 60),
                                List.of("monitor", "health", "--quiet")),
                        new Job(
                                "full-backup",
                                "the full backup of the week",
                                Times.onSundays(daily.minusHours(1)),
                                List.of("backup", "create", "--full", "--quiet"))));
    }
}
