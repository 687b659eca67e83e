package loom.aml.cloud;

import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;

/** A failure of a request. */
enum Fault {
    /** The store fails, and does nothing. */
    ERROR,
    /** The store asks to slow down. */
    SLOW_DOWN,
    /** The store does the request, and its answer is lost. */
    LOST_ANSWER,
    /** The connection breaks before the store has the request. */
    LOST_REQUEST,
    /** The store does the request and does not answer. */
    SILENCE,
    /** The answer breaks off in its body. */
    TRUNCATED,
    /** The store finds the time of the request wrong. */
    CLOCK_SKEW,
    /** A listing is that of some time ago. */
    STALE_LISTING,
    /** The store denies access. */
    DENIED;

    /** Returns the answer in place of that of the store. */
    Exchange answer() {
        return switch (this) {
            case SLOW_DOWN -> Exchange.error(503, "SlowDown", "");
            case CLOCK_SKEW ->
                Exchange.error(
                        403,
                        "RequestTimeTooSkewed",
                        "Date: "
                                + DateTimeFormatter.RFC_1123_DATE_TIME.format(
                                        ZonedDateTime.now(ZoneOffset.UTC).plus(Duration.ofMinutes(10)))
                                + "\r\n");
            case DENIED -> Exchange.error(403, "AccessDenied", "");
            default -> Exchange.error(500, "InternalError", "");
        };
    }
}
