package loom.aml.notify;

import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import loom.aml.json.JsonObject;
import loom.aml.store.Severity;

/** Alerts and policies for tests of notices. */
public final class TestNotices {
    public static final Instant NOW = Instant.parse("2026-11-23T08:00:00Z");

    private TestNotices() {}

    public static AlertStatus alert(String id, Severity severity) {
        return alert(id, severity, false, false, "the memory of debugger is large");
    }

    static AlertStatus resolved(AlertStatus alert) {
        return alert(alert.id(), alert.severity(), true, false, "the memory of debugger is large");
    }

    static AlertStatus acknowledged(AlertStatus alert) {
        return alert(alert.id(), alert.severity(), false, true, "the memory of debugger is large");
    }

    /** An alert whose texts contain a text that somebody else wrote. */
    public static AlertStatus titled(String text) {
        return alert("1", Severity.CRITICAL, false, false, text);
    }

    private static AlertStatus alert(
            String id, Severity severity, boolean isResolved, boolean isAcknowledged, String text) {
        return new AlertStatus(
                id,
                severity,
                isResolved,
                isAcknowledged,
                JsonObject.builder()
                        .put("id", id)
                        .put("cause", "agent_memory/" + id)
                        .put("severity", severity.word())
                        .put("state", isResolved ? "resolved" : isAcknowledged ? "acknowledged" : "open")
                        .put("title", text)
                        .put("seen", "84 MB " + text)
                        .put("limit", "80 MB")
                        .put("advice", "run 'aml prune' " + text)
                        .put("count", 1)
                        .put("first_seen", NOW)
                        .put("last_seen", NOW)
                        .put("changed", (String) null)
                        .build());
    }

    /** A policy that delivers everything to these channels at once, and repeats it daily. */
    static NotifyPolicy telling(ChannelKind... channels) {
        return new NotifyPolicy(
                channels.length == 0 ? Set.of() : EnumSet.copyOf(List.of(channels)),
                Severity.INFO,
                Map.of(),
                Optional.of(Duration.ofDays(1)),
                Optional.empty(),
                60,
                Duration.ofDays(3),
                new NotifyPolicy.Effort(1, Duration.ZERO, Duration.ofSeconds(30)));
    }
}
