package loom.aml.notify;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import loom.aml.json.JsonObject;
import loom.aml.json.JsonSyntaxException;
import loom.aml.store.Severity;

/**
 * The notices of a store that are not delivered yet, and the alerts of which the channels were notified. Stored in {@code monitoring/outbox.json}.
 * Immutable.
 *
 * <pre>
 * {"version":1,
 *  "pending":[{"number":7,"channel":"slack","since":"...","failures":1,"due":"...","why":"...","event":"raised","alert":{...}}],
 *  "notified":[{"channel":"slack","alert":"20261123T080000.000Z-1f9a3c55","severity":"warning","time":"..."}],
 *  "sent":[{"channel":"slack","time":"..."}],
 *  "last":7}
 * </pre>
 *
 * @param pending the notices to deliver, oldest first
 * @param notified the open alerts of which channels were notified
 * @param sent the messages of the last hour
 * @param last the highest number that a notice had. No number is used twice, because a process that was suspended reports late which
 *     notices it sent
 */
public record Outbox(List<PendingNotice> pending, List<Notified> notified, List<Sent> sent, long last) {

    public static final String FILE = "outbox.json";

    /** The beginning of the text of an outbox without content. */
    public static final String EMPTY = "{\"version\":1,\"pending\":[],\"notified\":[],\"sent\":[]";

    static final Outbox NONE = new Outbox(List.of(), List.of(), List.of(), 0);

    private static final long VERSION = 1;

    public Outbox {
        pending = List.copyOf(pending);
        notified = List.copyOf(notified);
        sent = List.copyOf(sent);
    }

    /** An open alert of which a channel was notified, or for which aml gave up. */
    record Notified(ChannelKind channel, String alert, Severity severity, Instant at) {
        boolean isAbout(ChannelKind other, String id) {
            return channel == other && alert.equals(id);
        }
    }

    /** A message that was sent. */
    record Sent(ChannelKind channel, Instant at) {}

    Optional<Notified> notified(ChannelKind channel, String alert) {
        return notified.stream().filter(one -> one.isAbout(channel, alert)).findFirst();
    }

    /** Returns this outbox after a channel was notified of an alert; a resolved one is forgotten. */
    Outbox withNotified(ChannelKind channel, Notice notice, Instant now) {
        List<Notified> all = new ArrayList<>(notified);
        all.removeIf(one -> one.isAbout(channel, notice.alert()));
        if (!notice.isResolved()) {
            all.add(new Notified(channel, notice.alert(), notice.severity(), now));
        }
        return new Outbox(pending, all, sent, last);
    }

    Outbox withSent(ChannelKind channel, Instant now) {
        List<Sent> all = new ArrayList<>(sent);
        all.add(new Sent(channel, now));
        return new Outbox(pending, notified, all, last);
    }

    /** Returns this outbox after a notice got the next number. */
    Outbox numbered() {
        return new Outbox(pending, notified, sent, last + 1);
    }

    Outbox withPending(List<PendingNotice> other) {
        return new Outbox(other, notified, sent, last);
    }

    public static Outbox parse(String text) throws JsonSyntaxException {
        JsonObject json = JsonObject.parse(text);
        if (json.number("version") != VERSION
                || !json.isListOfObjects("pending")
                || !json.isListOfObjects("notified")
                || !json.isListOfObjects("sent")) {
            throw new JsonSyntaxException("not an outbox of version " + VERSION);
        }
        List<PendingNotice> pending = new ArrayList<>();
        for (JsonObject one : json.objects("pending")) {
            pending.add(PendingNotice.parse(one));
        }
        List<Notified> notified = new ArrayList<>();
        for (JsonObject one : json.objects("notified")) {
            Severity severity = one.string("severity")
                    .flatMap(Severity::named)
                    .orElseThrow(() -> new JsonSyntaxException("an entry without a severity"));
            notified.add(new Notified(channel(one), one.string("alert").orElse(""), severity, instant(one, "time")));
        }
        List<Sent> sent = new ArrayList<>();
        for (JsonObject one : json.objects("sent")) {
            sent.add(new Sent(channel(one), instant(one, "time")));
        }
        long last = pending.stream().mapToLong(PendingNotice::number).max().orElse(0);
        return new Outbox(pending, notified, sent, Math.max(last, json.number("last")));
    }

    static ChannelKind channel(JsonObject json) throws JsonSyntaxException {
        return json.string("channel")
                .flatMap(ChannelKind::named)
                .orElseThrow(() -> new JsonSyntaxException("an entry without a known channel"));
    }

    static Instant instant(JsonObject json, String key) throws JsonSyntaxException {
        return json.instant(key).orElseThrow(() -> new JsonSyntaxException("an entry without the time '" + key + "'"));
    }

    public String toText() {
        if (pending.isEmpty() && notified.isEmpty() && sent.isEmpty()) {
            return EMPTY + ",\"last\":" + last + "}\n";
        }
        return JsonObject.builder()
                        .put("version", VERSION)
                        .put(
                                "pending",
                                pending.stream().map(PendingNotice::toJson).toList())
                        .put("notified", notified.stream().map(Outbox::json).toList())
                        .put("sent", sent.stream().map(Outbox::json).toList())
                        .put("last", last)
                        .build()
                        .toPrettyString()
                + "\n";
    }

    private static JsonObject json(Notified one) {
        return JsonObject.builder()
                .put("channel", one.channel.word())
                .put("alert", one.alert)
                .put("severity", one.severity.word())
                .put("time", one.at)
                .build();
    }

    private static JsonObject json(Sent one) {
        return JsonObject.builder()
                .put("channel", one.channel.word())
                .put("time", one.at)
                .build();
    }
}
