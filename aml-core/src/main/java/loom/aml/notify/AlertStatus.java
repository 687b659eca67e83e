package loom.aml.notify;

import loom.aml.json.JsonObject;
import loom.aml.store.Severity;

/**
 * An alert of a store, as far as notices depend on it.
 *
 * @param id never used for another alert
 * @param isAcknowledged whether a user knows about it, so that nobody is reminded
 * @param document the alert as a JSON document, which notices contain
 */
public record AlertStatus(
        String id, Severity severity, boolean isResolved, boolean isAcknowledged, JsonObject document) {}
