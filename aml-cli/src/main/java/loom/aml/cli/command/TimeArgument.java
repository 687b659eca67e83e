package loom.aml.cli.command;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import loom.aml.cli.UsageException;

/** Parses a time as people write it: {@code 2026-11-23}, {@code 2026-11-23 10:30}, {@code 2026-11-23T10:30:00Z}. */
public final class TimeArgument {
    private static final int DAY = "2026-11-23".length();

    private TimeArgument() {}

    /**
     * Returns the time of a text; a date means the end of the day.
     *
     * @param zone the zone of times without a zone
     * @throws UsageException if the text is not a time
     */
    public static Instant parse(String text, ZoneId zone) {
        String iso = text.strip().replace(' ', 'T');
        try {
            if (iso.length() <= DAY) {
                return LocalDate.parse(iso)
                        .plusDays(1)
                        .atStartOfDay(zone)
                        .toInstant()
                        .minusMillis(1);
            }
            boolean hasZone = iso.endsWith("Z") || iso.indexOf('+') > 0 || iso.lastIndexOf('-') > iso.indexOf('T');
            return hasZone
                    ? OffsetDateTime.parse(iso).toInstant()
                    : LocalDateTime.parse(iso).atZone(zone).toInstant();
        } catch (DateTimeException e) {
            throw new UsageException(
                    "invalid time: '" + text + "'; use 2026-11-23, 2026-11-23T10:30 or 2026-11-23T10:30:00Z");
        }
    }
}
