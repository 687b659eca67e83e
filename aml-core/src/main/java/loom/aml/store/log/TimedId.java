package loom.aml.store.log;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** Ids that begin with the time, {@code 20261123T040000.120Z-3f9a}: they sort by age, and people see when it was. */
public final class TimedId {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss.SSS'Z'");

    private TimedId() {}

    /** An id of that time; its last four digits are drawn. */
    public static String of(Instant time, RandomGenerator random) {
        return TIME.format(time.atOffset(ZoneOffset.UTC)) + "-"
                + HexFormat.of().toHexDigits((short) random.nextInt(1 << 16));
    }

    /** The time of an id, to the millisecond; nothing if it is none of ours. */
    public static Optional<Instant> timeOf(String id) {
        try {
            return Optional.of(LocalDateTime.parse(id.substring(0, Math.max(0, id.indexOf('-'))), TIME)
                    .toInstant(ZoneOffset.UTC));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
