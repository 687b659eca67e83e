package loom.aml.app.version;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import loom.aml.item.Revision;
import loom.aml.json.JsonObject;
import loom.aml.store.StoredItem;

/**
 * A version of an item, or the time after its removal.
 *
 * @param from the time at which it began or, if no run began it, at which a run or snapshot first shows it
 * @param after the last time at which the version before it was seen, if no run began it
 * @param until the time at which the next version began; empty for the present one
 * @param origin its origin
 * @param isRemoval whether the item did not exist from then on
 * @param item the item; empty after a removal, and if no copy of it was kept
 * @param changes the fields that differ from the version before; empty if either is unknown, and for the first version
 */
public record ItemVersion(
        Instant from,
        Optional<Instant> after,
        Optional<Instant> until,
        Origin origin,
        boolean isRemoval,
        Optional<StoredItem> item,
        List<FieldChange> changes) {
    private static final int NAME = 8;

    /**
     * The origin of a version.
     *
     * @param run the run; empty if another program changed the item and no run recorded that
     * @param operation the operation of the run; empty without one
     * @param program the program that made the change, if not aml
     * @param session the session of that program
     * @param rule the rule by which the run removed the item; empty if it did not
     * @param seenInRun the run whose archive first shows the version; empty if a run began it, or something else shows it
     * @param seenInSnapshot the snapshot that first shows the version, likewise
     */
    public record Origin(
            Optional<String> run,
            String operation,
            Optional<String> program,
            Optional<String> session,
            String rule,
            Optional<String> seenInRun,
            Optional<String> seenInSnapshot) {}

    public ItemVersion {
        changes = List.copyOf(changes);
    }

    /**
     * Returns the name of the version: the first digits of its revision. It stays the same when later versions appear. Empty if the item was
     * removed, or if no copy of it was kept.
     */
    public Optional<String> name() {
        return revision().map(revision -> revision.toString().substring(0, NAME));
    }

    public Optional<Revision> revision() {
        return item.map(StoredItem::revision);
    }

    /** Returns the text; empty if absent. */
    public String text() {
        return item.map(StoredItem::json).orElse("");
    }

    /** Returns whether it is the present state of the item. */
    public boolean isCurrent() {
        return until.isEmpty();
    }

    /** Returns whether the item existed, but no copy of it was kept. */
    public boolean isLost() {
        return !isRemoval && item.isEmpty();
    }

    public JsonObject toJson() {
        return JsonObject.builder()
                .put("version", name().orElse(null))
                .put("revision", revision().map(Revision::toString).orElse(null))
                .put("removed", isRemoval)
                .put("current", isCurrent())
                .put("from", from)
                .put("not_before", after.orElse(null))
                .put("until", until.orElse(null))
                .put("run", origin.run.orElse(null))
                .put("operation", origin.run.isPresent() ? origin.operation : null)
                .put("program", origin.program.orElse(null))
                .put("session", origin.session.orElse(null))
                .put("rule", origin.rule.isEmpty() ? null : origin.rule)
                .put("seen_in_run", origin.seenInRun.orElse(null))
                .put("seen_in_snapshot", origin.seenInSnapshot.orElse(null))
                .put("changed_fields", changes.stream().map(FieldChange::field).toList())
                .put("text", item.map(StoredItem::json).orElse(null))
                .build();
    }
}
