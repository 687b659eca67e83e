package loom.aml.tidy;

import loom.aml.item.schema.RuntimeSchema;
import loom.aml.json.JsonObject;
import loom.aml.store.Cause;
import loom.aml.store.Reason;

/** The causes of removals by garbage collection. */
final class GcCause {
    static final Cause INVALID = new Cause(
            "invalid",
            "an element without content",
            Reason.FAILED_VALIDATION,
            item -> JsonObject.builder().put("missing", Completion.missing(item)));
    static final Cause REFUSED = new Cause(
            "for_runtime",
            "the runtime's schema rejects it",
            Reason.FAILED_VALIDATION,
            item -> JsonObject.builder().put("refused_for", RuntimeSchema.refusal(item)));
    static final Cause DUPLICATE = new Cause(
            "duplicates",
            "another item of the same id is used more",
            Reason.DUPLICATE,
            item -> JsonObject.builder().put("uses", item.uses()).put("last_used", item.lastUsed()));
    static final Cause COPY = new Cause("copies", "another one says the same", Reason.DUPLICATE);
    static final Cause DANGLING = new Cause("index", "it leads to nothing", Reason.FAILED_VALIDATION);
    static final Cause LOOSE =
            new Cause("relations", "it is of an entity that does not exist", Reason.FAILED_VALIDATION);
    static final Cause EMPTY = new Cause("empty", "a collection without an item", Reason.EMPTY_COLLECTION);
    static final Cause LEFTOVER = new Cause("leftovers", "an unfinished write", Reason.LEFTOVER);
    static final Cause DAMAGED = new Cause("repair", "a collection that cannot be read", Reason.FAILED_VALIDATION);

    private GcCause() {}
}
