package loom.aml.merge.combine;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import loom.aml.io.DamagedException;
import loom.aml.item.Field;
import loom.aml.item.Item;
import loom.aml.item.ItemKind;
import loom.aml.item.text.FieldEditor;
import loom.aml.item.text.ListText;
import loom.aml.item.text.Member;
import loom.aml.item.text.ObjectText;
import loom.aml.item.text.Slice;
import loom.aml.item.text.UneditableException;
import loom.aml.json.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * Takes a merge out of an item that was changed since: a three-way merge with the item as the merge left it for its base. A field that is as
 * the merge left it becomes as it was before. Of a field that was changed since only what the merge added is taken out: the uses of the other
 * item, its tags, its remarks.
 */
public final class MergeReversal {
    /** The parts of a note; its other fields are derived from these. */
    private static final List<String> OF_NOTE = List.of("frontmatter", "text");

    private final Item now;
    private final FieldEditor text;
    private final FieldEditor merged;
    private final FieldEditor before;
    private final double usesMerged;
    private final double usesBefore;

    private MergeReversal(Item now, byte[] merged, byte[] before) throws DamagedException {
        this.now = now;
        this.text = FieldEditor.of(now.copyBytes());
        this.merged = FieldEditor.of(merged);
        this.before = FieldEditor.of(before);
        this.usesMerged = Item.alone(merged, now.kind()).uses();
        this.usesBefore = Item.alone(before, now.kind()).uses();
    }

    /**
     * Returns the text of the item without the merge; empty if a later change cannot be distinguished from the merge.
     *
     * @param merged the item as the merge left it
     * @param before the item before the merge
     */
    public static Optional<byte[]> of(Item now, byte[] merged, byte[] before) {
        try {
            MergeReversal reversal = new MergeReversal(now, merged, before);
            return reversal.revert();
        } catch (UneditableException | DamagedException e) {
            return Optional.empty();
        }
    }

    private Optional<byte[]> revert() throws UneditableException {
        boolean isNote = now.kind() == ItemKind.NOTE;
        Set<String> paths = new LinkedHashSet<>();
        if (isNote) {
            paths.addAll(OF_NOTE);
        } else {
            paths(merged.root(), "", paths);
            paths(before.root(), "", paths);
        }
        for (String path : paths) {
            if (!revert(path)) {
                return Optional.empty();
            }
        }
        removeEmptied();
        return Optional.of(isNote ? note() : text.toBytes());
    }

    /** Returns the note without the fields that are derived from its text and frontmatter. */
    private byte[] note() throws UneditableException {
        List<String> members = new ArrayList<>();
        members.add(JsonObject.quoted(Field.ID.path()) + ":" + text.get(Field.ID.path()));
        for (String path : OF_NOTE) {
            Slice value = text.get(path);
            if (value != null) {
                members.add(JsonObject.quoted(path) + ":" + value);
            }
        }
        return ("{" + String.join(",", members) + "}").getBytes(StandardCharsets.UTF_8);
    }

    /** Adds the paths of all values that are not objects. */
    private static void paths(ObjectText object, String prefix, Set<String> paths) throws UneditableException {
        for (Member member : object.members()) {
            ObjectText inner = member.value().first() == '{' ? object.object(member.name()) : null;
            if (inner != null && !inner.isEmpty() && !member.name().contains(".")) {
                paths(inner, prefix + member.name() + ".", paths);
            } else if (!member.name().contains(".")) {
                paths.add(prefix + member.name());
            }
        }
    }

    private boolean revert(String path) throws UneditableException {
        Slice was = before.get(path);
        Slice left = merged.get(path);
        if (isSame(was, left) || left == null) {
            return true;
        }
        Slice present = text.get(path);
        if (present == null) {
            // Somebody removed the field, and with it what the merge added.
            return true;
        }
        if (isSame(present, left)) {
            replace(path, was);
            return true;
        }
        Optional<Slice> without = without(path, present, left, was);
        if (without.isPresent()) {
            replace(path, without.get());
        }
        return without.isPresent();
    }

    private void replace(String path, @Nullable Slice value) throws UneditableException {
        if (value == null) {
            text.unset(path);
        } else {
            text.set(path, value);
        }
    }

    private static boolean isSame(@Nullable Slice one, @Nullable Slice other) {
        return one == null || other == null ? one == other : one.isSameAs(other);
    }

    private Optional<Slice> without(String path, Slice present, Slice left, @Nullable Slice was) {
        Optional<Figure> figure = Figure.at(path);
        if (figure.isPresent()) {
            return was == null
                    ? Optional.of(present)
                    : figure.get()
                            .without(
                                    new Figure.Used(present, now.uses()),
                                    new Figure.Used(left, usesMerged),
                                    new Figure.Used(was, usesBefore))
                            .map(Slice::of);
        }
        if (present.first() == '[' && left.first() == '[' && (was == null || was.first() == '[')) {
            return Optional.of(withoutElements(present, left, was));
        }
        if (was == null || present.first() != '"' || left.first() != '"' || was.first() != '"') {
            return Optional.empty();
        }
        return withoutText(present.toString(), left.toString(), was.toString());
    }

    /** Removes the elements of a list that the merge added. */
    private static Slice withoutElements(Slice present, Slice left, @Nullable Slice was) {
        ListText list = ListText.of(present, ", ");
        List<String> added = elements(left);
        if (was != null) {
            elements(was).forEach(added::remove);
        }
        for (int i = list.size() - 1; i >= 0; i--) {
            if (added.remove(list.values().get(i).toString())) {
                list.remove(i);
            }
        }
        return list.text();
    }

    private static List<String> elements(Slice list) {
        List<String> elements = new ArrayList<>();
        ListText.of(list, ", ").values().forEach(value -> elements.add(value.toString()));
        return elements;
    }

    /** Removes what the merge added to a text, if it is still there and there only once. */
    private static Optional<Slice> withoutText(String present, String left, String was) {
        int head = 0;
        int shorter = Math.min(left.length(), was.length());
        while (head < shorter && left.charAt(head) == was.charAt(head)) {
            head++;
        }
        int tail = 0;
        while (tail < shorter - head && left.charAt(left.length() - 1 - tail) == was.charAt(was.length() - 1 - tail)) {
            tail++;
        }
        String added = left.substring(head, left.length() - tail);
        String replaced = was.substring(head, was.length() - tail);
        int at = added.isEmpty() ? -1 : present.indexOf(added);
        boolean isOnce = at >= 0 && present.indexOf(added, at + 1) < 0;
        return isOnce
                ? Optional.of(Slice.of(present.substring(0, at) + replaced + present.substring(at + added.length())))
                : Optional.empty();
    }

    /** Removes the metadata if the merge created it and nothing is left in it. */
    private void removeEmptied() throws UneditableException {
        String metadata = Field.METADATA.path();
        Slice present = text.get(metadata);
        if (before.get(metadata) == null
                && present != null
                && present.toString().matches("\\{\\s*}")) {
            text.unset(metadata);
        }
    }
}
