package loom.aml.migrate;

import java.util.List;
import loom.aml.item.text.Member;
import loom.aml.item.text.ObjectText;
import loom.aml.item.text.Slice;
import loom.aml.item.text.UneditableException;
import org.jspecify.annotations.Nullable;

/**
 * An object of a pattern that 2.0.0 calls by another name, and its members too. Renamed where they stand. What is missing gets
 * a default, is noted, and is gone again after the way down unless somebody set it meanwhile.
 *
 * @param lower its name in 1.2.0
 * @param upper its name in 2.0.0
 */
record RenamedObject(String lower, String upper, List<Part> parts) {

    /**
     * A member of it.
     *
     * @param otherwise what it is where it is missing; null means the time at which the item was recorded, if it tells one
     */
    record Part(String lower, String upper, @Nullable String otherwise) {}

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
                Slice otherwise = defaultOf(part, root);
                if (otherwise != null) {
                    object.append(part.upper, otherwise);
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
            Slice otherwise = wasMissing ? defaultOf(part, root) : null;
            if (object != null && inner != null && otherwise != null && otherwise.isSameAs(inner.value())) {
                object.remove(inner);
            }
        }
        if (isAdded && object != null && object.isEmpty()) {
            root.remove(member);
        }
    }

    private static @Nullable Slice defaultOf(Part part, ObjectText root) throws UneditableException {
        return part.otherwise == null ? root.value("timestamp") : Slice.of(part.otherwise);
    }

    /** Renames a member, unless it has the name already; null if there is none. */
    private static @Nullable Member renamed(ObjectText object, String from, String to) throws UneditableException {
        Member member = object.find(from);
        if (member == null) {
            return object.find(to);
        }
        if (object.has(to)) {
            throw new UneditableException("holds both '" + from + "' and '" + to + "'");
        }
        member.rename(to);
        return member;
    }
}
