package loom.aml.notify;

import java.time.Instant;
import loom.aml.json.JsonObject;
import loom.aml.json.JsonSyntaxException;

/**
 * A notice in the outbox.
 *
 * @param number distinguishes the notices of an outbox
 * @param since when the channel should first have had it
 * @param failures the number of runs that could not deliver it
 * @param due when the next attempt is due
 * @param why the error of the last attempt; empty before the first
 */
public record PendingNotice(
        long number, ChannelKind channel, Instant since, int failures, Instant due, String why, Notice notice) {

    boolean isAbout(ChannelKind other, String alert) {
        return channel == other && notice.alert().equals(alert);
    }

    PendingNotice notBefore(Instant time) {
        return new PendingNotice(number, channel, since, failures, time, why, notice);
    }

    PendingNotice failed(String reason, Instant next) {
        return new PendingNotice(number, channel, since, failures + 1, next, reason, notice);
    }

    JsonObject toJson() {
        return JsonObject.builder()
                .put("number", number)
                .put("channel", channel.word())
                .put("since", since)
                .put("failures", failures)
                .put("due", due)
                .put("why", why)
                .put("event", notice.event().word())
                .put("alert", notice.document())
                .build();
    }

    static PendingNotice parse(JsonObject json) throws JsonSyntaxException {
        return new PendingNotice(
                json.number("number"),
                Outbox.channel(json),
                Outbox.instant(json, "since"),
                Math.toIntExact(Math.clamp(json.number("failures"), 0, Integer.MAX_VALUE - 1)),
                Outbox.instant(json, "due"),
                json.string("why").orElse(""),
                Notice.parse(json));
    }
}
