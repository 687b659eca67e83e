package loom.aml.storage;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import loom.aml.json.JsonObject;
import loom.aml.json.JsonSyntaxException;

/**
 * The content of a lease object.
 *
 * <pre>
 * {"version":1,"owner":"backup or restore",
 *  "host":"build-7","machine":"9f3c...","boot":"1d2e...","process":4711,
 *  "sequence":17,"renewal":3,"duration_ms":30000,
 *  "renewed":"2026-12-01T04:00:20Z","expires":"2026-12-01T04:00:50Z","released":true}
 * </pre>
 *
 * <p>{@code sequence} grows with each holder and {@code renewal} with each renewal. The times are those of the holder's
 * clock, for people: no decision depends on them. {@code released} is present once the lease was returned; the object
 * is kept for its sequence.
 */
public record LeaseRecord(
        String owner,
        LeaseHost host,
        long process,
        long sequence,
        long renewal,
        Duration duration,
        Instant renewed,
        boolean isReleased) {
    private static final long VERSION = 1;

    /** Parses the text of an object; empty if it is not a lease record. */
    public static Optional<LeaseRecord> of(byte[] text) {
        try {
            JsonObject json = JsonObject.parse(new String(text, StandardCharsets.UTF_8));
            long duration = json.number("duration_ms");
            if (json.number("version") < VERSION || json.number("sequence") < 1 || duration < 1) {
                return Optional.empty();
            }
            return Optional.of(new LeaseRecord(
                    json.string("owner").orElse(""),
                    new LeaseHost(
                            json.string("host").orElse(""),
                            json.string("machine").orElse(""),
                            json.string("boot").orElse("")),
                    json.number("process"),
                    json.number("sequence"),
                    json.number("renewal"),
                    Duration.ofMillis(duration),
                    json.instant("renewed").orElse(Instant.EPOCH),
                    json.isTrue("released")));
        } catch (JsonSyntaxException e) {
            return Optional.empty();
        }
    }

    LeaseRecord renewedAt(Instant now) {
        return new LeaseRecord(owner, host, process, sequence, renewal + 1, duration, now, false);
    }

    LeaseRecord releasedAt(Instant now) {
        return new LeaseRecord(owner, host, process, sequence, renewal + 1, duration, now, true);
    }

    /** Returns the holder of the lease, for people. */
    String holder() {
        return "another " + owner + " (process " + process + " on "
                + (host.name().isEmpty() ? "another host" : host.name()) + ", last renewed " + renewed + ")";
    }

    byte[] toBytes() {
        JsonObject.Builder json = JsonObject.builder()
                .put("version", VERSION)
                .put("owner", owner)
                .put("host", host.name())
                .put("machine", host.machine())
                .put("boot", host.boot())
                .put("process", process)
                .put("sequence", sequence)
                .put("renewal", renewal)
                .put("duration_ms", duration.toMillis())
                .put("renewed", renewed)
                .put("expires", renewed.plus(duration));
        if (isReleased) {
            json.put("released", true);
        }
        return (json.build() + "\n").getBytes(StandardCharsets.UTF_8);
    }
}
