package loom.aml.cli.schedule;

import java.time.LocalTime;
import java.util.Locale;

/**
 * The times at which a job runs, in local time.
 *
 * @param cron the times in the format of a crontab
 * @param calendar the times in the format of systemd
 */
public record Times(String cron, String calendar) {

    static Times hourly(int minute) {
        return new Times(minute + " * * * *", String.format(Locale.ROOT, "*-*-* *:%02d:00", minute));
    }

    static Times daily(LocalTime at) {
        return new Times(at.getMinute() + " " + at.getHour() + " * * *", String.format(Locale.ROOT, "*-*-* %s:00", at));
    }

    static Times onSundays(LocalTime at) {
        return new Times(
                at.getMinute() + " " + at.getHour() + " * * 0", String.format(Locale.ROOT, "Sun *-*-* %s:00", at));
    }
}
