package loom.aml.notify;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import loom.aml.json.JsonObject;
import loom.aml.json.JsonSyntaxException;
import loom.aml.store.Severity;

/**
 * A message about an event in the life of an alert.
 *
 * @param alert the id of the alert
 * @param severity its severity at that time
 * @param document the alert as a JSON document at that time
 */
public record Notice(Event event, String alert, Severity severity, JsonObject document) {

    /** The occasion of a notice. */
    public enum Event {
        RAISED,
        WORSE,
        /** The alert is still open after a while. */
        REPEATED,
        RESOLVED;

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        static Optional<Event> named(String word) {
            return Stream.of(values())
                    .filter(event -> event.word().equals(word))
                    .findFirst();
        }
    }

    static Notice of(Event event, AlertStatus alert) {
        return new Notice(event, alert.id(), alert.severity(), alert.document());
    }

    /** Returns a notice that an alert was raised, regardless of earlier ones. */
    public static Notice raised(AlertStatus alert) {
        return of(Event.RAISED, alert);
    }

    public boolean isResolved() {
        return event == Event.RESOLVED;
    }

    /** Returns this notice instead of an earlier one about the same alert that was not sent. */
    Notice insteadOf(Notice earlier) {
        return isResolved() || earlier.isResolved() ? this : new Notice(earlier.event, alert, severity, document);
    }

    /** Returns a text of the alert; empty if it has none. */
    public String text(String key) {
        return document.string(key).orElse("");
    }

    /**
     * Returns the message for programs.
     *
     * @param store the location of the store
     */
    public JsonObject toJson(String store) {
        return JsonObject.builder()
                .put("version", 1)
                .put("event", event.word())
                .put("store", store)
                .put("alert", document)
                .build();
    }

    /**
     * Parses the notice in an entry of the outbox.
     *
     * @throws JsonSyntaxException if a field is missing
     */
    static Notice parse(JsonObject json) throws JsonSyntaxException {
        Optional<Event> event = json.string("event").flatMap(Event::named);
        Optional<JsonObject> alert = json.object("alert");
        Optional<String> id = alert.flatMap(of -> of.string("id"));
        Optional<Severity> severity = alert.flatMap(of -> of.string("severity")).flatMap(Severity::named);
        if (event.isEmpty() || alert.isEmpty() || id.isEmpty() || severity.isEmpty()) {
            throw new JsonSyntaxException("a notice without event, alert, id or severity");
        }
        return new Notice(event.get(), id.get(), severity.get(), alert.get());
    }
}
