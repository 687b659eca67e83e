package loom.aml.monitor;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import loom.aml.json.JsonObject;
import loom.aml.json.JsonSyntaxException;
import loom.aml.store.Severity;
import org.jspecify.annotations.Nullable;

/**
 * All alerts of a store, oldest first. Stored in {@code monitoring/alerts.json}. Immutable.
 *
 * <pre>
 * {"version":1,"alerts":[{"id":"20261123T080000.000Z-1f9a3c55","cause":"agent_memory/debugger", ...}, ...]}
 * </pre>
 */
public record AlertBook(List<Alert> alerts) {

    static final String FILE = "alerts.json";
    static final AlertBook NONE = new AlertBook(List.of());

    private static final long VERSION = 1;
    private static final int MOST_RESOLVED = 1_000;

    private static final Concern TEST = new Concern(
            Alert.TEST, Severity.INFO, "this is a test", "requested by the user", "", "none; it resolves itself");

    public AlertBook {
        alerts = List.copyOf(alerts);
    }

    static AlertBook parse(String text) throws JsonSyntaxException {
        JsonObject json = JsonObject.parse(text);
        if (json.number("version") != VERSION || !json.isListOfObjects("alerts")) {
            throw new JsonSyntaxException("not a list of alerts of version " + VERSION);
        }
        List<Alert> alerts = new ArrayList<>();
        for (JsonObject alert : json.objects("alerts")) {
            alerts.add(Alert.parse(alert));
        }
        return new AlertBook(alerts);
    }

    String toText() {
        return JsonObject.builder()
                        .put("version", VERSION)
                        .put("alerts", alerts.stream().map(Alert::toJson).toList())
                        .build()
                        .toPrettyString()
                + "\n";
    }

    /** Returns the alerts that are not resolved. */
    public Stream<Alert> open() {
        return alerts.stream().filter(alert -> !alert.isResolved());
    }

    @Nullable
    Severity severityOf(String cause) {
        return open().filter(alert -> alert.cause().equals(cause))
                .map(Alert::severity)
                .findFirst()
                .orElse(null);
    }

    /**
     * Compares the current concerns with the alerts: raises, counts and resolves alerts, and forgets those resolved
     * long ago.
     */
    AlertBook seen(Concerns concerns, Instant now, Duration keep) {
        Map<String, Concern> present = new HashMap<>();
        concerns.list().forEach(concern -> present.put(concern.cause(), concern));
        List<Alert> kept = new ArrayList<>();
        for (Alert alert : alerts) {
            if (alert.isResolved()) {
                if (!alert.changed().orElse(alert.lastSeen()).plus(keep).isBefore(now)) {
                    kept.add(alert);
                }
                continue;
            }
            Concern concern = present.remove(alert.cause());
            if (concern != null) {
                kept.add(alert.seenAgain(concern, now));
            } else if (concerns.isJudged(alert.cause())) {
                kept.add(alert.in(Alert.State.RESOLVED, now));
            } else {
                kept.add(alert);
            }
        }
        for (Concern concern : concerns.list()) {
            if (present.remove(concern.cause()) != null) {
                kept.add(Alert.raised(concern, now, alerts));
            }
        }
        return new AlertBook(bounded(kept));
    }

    /** Keeps only the newest resolved alerts, so that a flapping alert cannot fill the disk. */
    private static List<Alert> bounded(List<Alert> alerts) {
        long toDrop = alerts.stream().filter(Alert::isResolved).count() - MOST_RESOLVED;
        List<Alert> kept = new ArrayList<>();
        for (Alert alert : alerts) {
            if (alert.isResolved() && toDrop > 0) {
                toDrop--;
            } else {
                kept.add(alert);
            }
        }
        return kept;
    }

    /**
     * Raises the alert of a failed backup, or counts it once more. A later observation cannot raise it if the failed
     * backup left no record.
     */
    public AlertBook failedBackup(String why, String advice, Instant now) {
        return raised(
                new Concern(
                        Concerns.BACKUP,
                        Severity.ERROR,
                        "a backup failed",
                        why,
                        "backups that can be restored",
                        advice),
                now);
    }

    /** Raises the alert of a deletion of many items by another program, or counts it once more. It ends when a user says so. */
    public AlertBook bulkDeletion(String seen, String limit, String advice, Instant now) {
        return raised(
                new Concern(
                        Concerns.BULK_DELETION, Severity.ERROR, "many items were deleted at once", seen, limit, advice),
                now);
    }

    private AlertBook raised(Concern concern, Instant now) {
        List<Alert> all = new ArrayList<>();
        boolean isKnown = false;
        for (Alert alert : alerts) {
            boolean isIt = !isKnown && !alert.isResolved() && alert.cause().equals(concern.cause());
            all.add(isIt ? alert.seenAgain(concern, now) : alert);
            isKnown |= isIt;
        }
        if (!isKnown) {
            all.add(Alert.raised(concern, now, alerts));
        }
        return new AlertBook(all);
    }

    /** Replaces the test alert. The new one is the last of these alerts. */
    public AlertBook test(Instant now) {
        List<Alert> others = new ArrayList<>(alerts.stream()
                .filter(alert -> alert.isResolved() || !alert.isTest())
                .toList());
        others.add(Alert.raised(TEST, now, alerts));
        return new AlertBook(others);
    }

    /** Returns the alert whose id equals or starts with {@code id}; empty if no or several alerts match. */
    public Optional<Alert> find(String id) {
        List<Alert> found =
                alerts.stream().filter(alert -> alert.id().startsWith(id)).toList();
        return found.size() == 1 ? Optional.of(found.getFirst()) : Optional.empty();
    }

    /** Returns these alerts with one of them in another state. */
    public AlertBook with(Alert changed, Alert.State state, Instant now) {
        return new AlertBook(alerts.stream()
                .map(alert -> alert.id().equals(changed.id()) ? alert.in(state, now) : alert)
                .toList());
    }
}
