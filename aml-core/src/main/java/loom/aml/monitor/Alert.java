package loom.aml.monitor;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import loom.aml.item.Fingerprint;
import loom.aml.json.JsonObject;
import loom.aml.json.JsonSyntaxException;
import loom.aml.store.Severity;

/**
 * An alert, from the first sighting of its cause until it is forgotten.
 *
 * @param id stays the same for the life of the alert and is never reused
 * @param cause the subject of the alert; each cause has at most one open alert
 * @param severity the worst severity since it last decreased
 * @param state the stage of its life
 * @param count the number of times the cause was seen
 * @param changed when it was acknowledged or resolved; empty before
 */
public record Alert(
        String id,
        String cause,
        Severity severity,
        String title,
        String seen,
        String limit,
        String advice,
        State state,
        long count,
        Instant firstSeen,
        Instant lastSeen,
        Optional<Instant> changed) {

    /** The cause of test alerts. */
    static final String TEST = "test";

    private static final DateTimeFormatter ID_TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss.SSS'Z'").withZone(ZoneOffset.UTC);

    /** The stage of an alert's life. */
    public enum State {
        OPEN,
        /** A user knows about the alert; its cause persists. */
        ACKNOWLEDGED,
        /** The cause is gone, or a user resolved the alert. */
        RESOLVED;

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * Raises an alert.
     *
     * @param others all existing alerts, so that no id is used twice
     */
    static Alert raised(Concern concern, Instant now, List<Alert> others) {
        // The id contains a hash of the cause, so two alerts raised at the same instant differ.
        String wanted = ID_TIME.format(now) + "-"
                + HexFormat.of().toHexDigits(Fingerprint.ofId(concern.cause())).substring(8);
        String id = wanted;
        for (int again = 2; isTaken(id, others); again++) {
            id = wanted + "-" + again;
        }
        return new Alert(
                id,
                concern.cause(),
                concern.severity(),
                concern.title(),
                concern.seen(),
                concern.limit(),
                concern.advice(),
                State.OPEN,
                1,
                now,
                now,
                Optional.empty());
    }

    private static boolean isTaken(String id, List<Alert> others) {
        return others.stream().anyMatch(other -> other.id.equals(id));
    }

    /** Returns whether a user raised the alert to test the channels. */
    public boolean isTest() {
        return cause.equals(TEST);
    }

    public boolean isResolved() {
        return state == State.RESOLVED;
    }

    /**
     * Returns this alert with its cause seen once more. An acknowledged alert whose severity increased is open again.
     */
    Alert seenAgain(Concern concern, Instant now) {
        boolean isWorse = concern.severity().compareTo(severity) > 0;
        return new Alert(
                id,
                cause,
                concern.severity(),
                concern.title(),
                concern.seen(),
                concern.limit(),
                concern.advice(),
                isWorse ? State.OPEN : state,
                count + 1,
                firstSeen,
                now,
                isWorse ? Optional.empty() : changed);
    }

    Alert in(State other, Instant now) {
        return new Alert(
                id, cause, severity, title, seen, limit, advice, other, count, firstSeen, lastSeen, Optional.of(now));
    }

    public JsonObject toJson() {
        return JsonObject.builder()
                .put("id", id)
                .put("cause", cause)
                .put("severity", severity.word())
                .put("state", state.word())
                .put("title", title)
                .put("seen", seen)
                .put("limit", limit)
                .put("advice", advice)
                .put("count", count)
                .put("first_seen", firstSeen)
                .put("last_seen", lastSeen)
                .put("changed", changed.orElse(null))
                .build();
    }

    /**
     * Parses an alert.
     *
     * @throws JsonSyntaxException if a mandatory field is missing
     */
    static Alert parse(JsonObject json) throws JsonSyntaxException {
        State state = null;
        for (State known : State.values()) {
            if (json.string("state").equals(Optional.of(known.word()))) {
                state = known;
            }
        }
        Optional<Severity> severity = json.string("severity").flatMap(Severity::named);
        Optional<Instant> first = json.instant("first_seen");
        Optional<Instant> last = json.instant("last_seen");
        Optional<String> id = json.string("id");
        Optional<String> cause = json.string("cause");
        if (state == null
                || severity.isEmpty()
                || first.isEmpty()
                || last.isEmpty()
                || id.isEmpty()
                || cause.isEmpty()) {
            throw new JsonSyntaxException("an alert without id, cause, severity, state, first_seen or last_seen");
        }
        return new Alert(
                id.get(),
                cause.get(),
                severity.get(),
                json.string("title").orElse(""),
                json.string("seen").orElse(""),
                json.string("limit").orElse(""),
                json.string("advice").orElse(""),
                state,
                json.number("count"),
                first.get(),
                last.get(),
                json.instant("changed"));
    }
}
