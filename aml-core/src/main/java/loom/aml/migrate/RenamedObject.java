package loom.aml.migrate;

import java.util.List;
import loom.aml.item.text.Member;
import loom.aml.item.text.ObjectText;
import loom.aml.item.text.Slice;
import loom.aml.item.text.UneditableException;
import org.jspecify.annotations.Nullable;

/**
 * An object of a pattern that has another name in 2.0.0, and so have its members. Members are renamed in place. A
 * missing member gets a default, which is recorded and removed again on the way down unless it was changed meanwhile.
 *
 * @param lower the name in 1.2.0
 * @param upper the name in 2.0.0
 */
record RenamedObject(String lower, String upper, List<Part> parts) {

    /**
     * A member of the object.
     *
     * @param defaultValue the default; null means the creation time of the item, if it has one
     */
    record Part(String lower, String upper, @Nullable String defaultValue) {}

    void up(ItemText item) throws UneditableException {
        ObjectText root = item.root();
        Member member = renamed(root, lower, upper);
        boolean isMissing = member == null;
        ObjectText object = isMissing ? root.appendObject(upper) : root.object(upper);
        if (isMissing) {
            item.kept().noteAdded(upper);
        }
        for (Part part : parts) {
            if (object != null && renamed(object, part.lower, part.upper) == null) {
                Slice defaultValue = defaultOf(part, root);
                if (defaultValue != null) {
                    object.append(part.upper, defaultValue);
                    item.kept().noteAdded(upper + "." + part.upper);
                }
            }
        }
    }

    void down(ItemText item) throws UneditableException {
        ObjectText root = item.root();
        Member member = renamed(root, upper, lower);
        if (member == null) {
            return;
        }
        ObjectText object = root.object(lower);
        boolean isAdded = item.kept().takeOutAdded(upper);
        for (Part part : parts) {
            Member inner = object == null ? null : renamed(object, part.upper, part.lower);
            boolean wasMissing = item.kept().takeOutAdded(upper + "." + part.upper);
            Slice defaultValue = wasMissing ? defaultOf(part, root) : null;
            if (object != null && inner != null && defaultValue != null && defaultValue.isSameAs(inner.value())) {
                object.remove(inner);
            }
        }
        if (isAdded && object != null && object.isEmpty()) {
            root.remove(member);
        }
    }

    private static @Nullable Slice defaultOf(Part part, ObjectText root) throws UneditableException {
        return part.defaultValue == null ? root.value("timestamp") : Slice.of(part.defaultValue);
    }

    /** Renames a member unless it already has the new name; returns null if absent. */
    private static @Nullable Member renamed(ObjectText object, String from, String to) throws UneditableException {
        Member member = object.find(from);
        if (member == null) {
            return object.find(to);
        }
        if (object.has(to)) {
            throw new UneditableException("contains both '" + from + "' and '" + to + "'");
        }
        member.rename(to);
        return member;
    }
}
