package loom.aml.migrate;

import loom.aml.item.text.Member;
import loom.aml.item.text.ObjectText;
import loom.aml.item.text.Slice;
import loom.aml.item.text.UneditableException;
import org.jspecify.annotations.Nullable;

/**
 * Values under {@code metadata} that an item preserves for other versions, so that no value is lost on the way down and
 * none is invented on the way back up.
 *
 * <pre>
 * "metadata": {
 *   "aml_kept": {"variations": [..]}               values that do not exist in this version
 *   "aml_added": {"performance.confidence": true}  members that were missing and got a default
 * }
 * </pre>
 */
final class PreservedValues {
    private static final String METADATA = "metadata";
    private static final String KEPT = "aml_kept";
    private static final String ADDED = "aml_added";

    private final ObjectText item;
    private boolean grew;

    PreservedValues(ObjectText item) {
        this.item = item;
    }

    /** Returns whether a value was stored here that other programs might drop. */
    boolean grew() {
        return grew;
    }

    void keep(String name, Slice value) throws UneditableException {
        put(KEPT, name, value);
    }

    /** Removes and returns the value preserved under a name; null if absent. */
    @Nullable
    Slice takeOut(String name) throws UneditableException {
        return takeOut(KEPT, name);
    }

    /** Records that a missing member was added. */
    void noteAdded(String path) throws UneditableException {
        put(ADDED, path, Slice.of("true"));
    }

    /** Removes the record that a member was added; returns whether there was one. */
    boolean takeOutAdded(String path) throws UneditableException {
        return takeOut(ADDED, path) != null;
    }

    private void put(String where, String name, Slice value) throws UneditableException {
        ObjectText metadata = item.object(METADATA);
        if (metadata == null) {
            metadata = item.appendObject(METADATA);
        }
        ObjectText kept = metadata.object(where);
        if (kept == null) {
            kept = metadata.appendObject(where);
        }
        if (kept.has(name)) {
            throw new UneditableException("already keeps '" + name + "' under metadata");
        }
        kept.append(name, value);
        grew = true;
    }

    private @Nullable Slice takeOut(String where, String name) throws UneditableException {
        Member metadata = item.find(METADATA);
        // Most items preserve nothing and are not searched.
        if (metadata == null || metadata.value().first() != '{') {
            return null;
        }
        ObjectText inner = item.object(METADATA);
        ObjectText kept = inner == null || !inner.has(where) ? null : inner.object(where);
        Member found = kept == null ? null : kept.find(name);
        if (inner == null || kept == null || found == null) {
            return null;
        }
        Slice value = found.value();
        kept.remove(found);
        if (kept.isEmpty()) {
            inner.removeIfThere(where);
        }
        if (inner.isEmpty()) {
            item.remove(metadata);
        }
        return value;
    }
}
