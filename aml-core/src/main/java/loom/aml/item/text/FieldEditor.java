package loom.aml.item.text;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads and edits fields of one item and preserves every byte of other fields. Fields are named by their path, with dots
 * between the names: {@code pattern.approach.technique}. Each method throws {@link UneditableException} if an element of
 * the path occurs twice in the item or is not an object. Not thread-safe.
 */
public final class FieldEditor {
    private final ObjectText item;

    private FieldEditor(ObjectText item) {
        this.item = item;
    }

    /**
     * Returns an editor of an item.
     *
     * @param text a valid JSON object
     */
    public static FieldEditor of(byte[] text) {
        return new FieldEditor(ObjectText.of(text));
    }

    /** Returns the object that is edited. */
    public ObjectText root() {
        return item;
    }

    /** Returns the value of a field as it is written; null if the item does not have it. */
    public @Nullable Slice get(String path) throws UneditableException {
        Member member = member(path);
        return member == null ? null : member.value();
    }

    /** Returns whether the item has a field. */
    public boolean has(String path) throws UneditableException {
        return member(path) != null;
    }

    /** Sets a field and creates the enclosing objects if necessary. */
    public FieldEditor set(String path, Slice value) throws UneditableException {
        List<String> names = names(path);
        ObjectText object = item;
        for (String name : names.subList(0, names.size() - 1)) {
            ObjectText inner = object.object(name);
            object = inner == null ? object.appendObject(name) : inner;
        }
        Member member = object.find(names.getLast());
        if (member == null) {
            object.append(names.getLast(), value);
        } else {
            member.setValue(value);
        }
        return this;
    }

    /** @param json the value as JSON */
    public FieldEditor set(String path, String json) throws UneditableException {
        return set(path, Slice.of(json));
    }

    /**
     * Appends a value to a list. Has no effect if the item does not have the field.
     *
     * @param json the value as JSON
     * @throws UneditableException if the field is not a list
     */
    public FieldEditor append(String path, String json) throws UneditableException {
        ObjectText object = parent(path);
        Member member = member(path);
        if (object != null && member != null) {
            ListText list = object.list(member);
            list.insert(list.size(), json);
            member.setValue(list.text());
        }
        return this;
    }

    /** Removes a field. Has no effect if the item does not have it. */
    public FieldEditor unset(String path) throws UneditableException {
        ObjectText object = parent(path);
        if (object != null) {
            object.removeIfThere(names(path).getLast());
        }
        return this;
    }

    private @Nullable Member member(String path) throws UneditableException {
        ObjectText object = parent(path);
        return object == null ? null : object.find(names(path).getLast());
    }

    private @Nullable ObjectText parent(String path) throws UneditableException {
        List<String> names = names(path);
        ObjectText object = item;
        for (String name : names.subList(0, names.size() - 1)) {
            object = object == null ? null : object.object(name);
        }
        return object;
    }

    private static List<String> names(String path) {
        return List.of(path.split("\\.", -1));
    }

    /** Returns the edited item. */
    public byte[] toBytes() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        item.writeTo(out);
        return out.toByteArray();
    }

    @Override
    public String toString() {
        return new String(toBytes(), StandardCharsets.UTF_8);
    }
}
