package loom.aml.edit;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import loom.aml.item.text.Member;
import loom.aml.item.text.ObjectText;
import loom.aml.item.text.Slice;
import loom.aml.item.text.UneditableException;
import org.jspecify.annotations.Nullable;

/**
 * Edits fields of one item and preserves every byte of other fields. Fields are named by their path, with dots between
 * the names: {@code pattern.approach.technique}. Not thread-safe.
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
        return new FieldEditor(ObjectText.ofItem(text, new int[0]));
    }

    /**
     * Sets a field and creates the enclosing objects if necessary.
     *
     * @param json the value as JSON
     * @throws UneditableException if an element of the path occurs twice in the item or is not an object
     */
    public FieldEditor set(String path, String json) throws UneditableException {
        List<String> names = names(path);
        ObjectText object = item;
        for (String name : names.subList(0, names.size() - 1)) {
            ObjectText inner = object.object(name);
            object = inner == null ? object.appendObject(name) : inner;
        }
        Member member = object.find(names.getLast());
        if (member == null) {
            object.append(names.getLast(), json);
        } else {
            member.setValue(Slice.of(json));
        }
        return this;
    }

    /**
     * Removes a field. Has no effect if the field does not exist.
     *
     * @throws UneditableException if an element of the path occurs twice in the item or is not an object
     */
    public FieldEditor unset(String path) throws UneditableException {
        ObjectText object = parent(path);
        if (object != null) {
            object.removeIfThere(names(path).getLast());
        }
        return this;
    }

    /**
     * Returns whether the item has a field.
     *
     * @throws UneditableException if an element of the path occurs twice in the item or is not an object
     */
    boolean has(String path) throws UneditableException {
        ObjectText object = parent(path);
        return object != null && object.find(names(path).getLast()) != null;
    }

    private @Nullable ObjectText parent(String path) throws UneditableException {
        List<String> names = names(path);
        ObjectText object = item;
        for (String name : names.subList(0, names.size() - 1)) {
            object = object == null ? null : object.object(name);
        }
        return object;
    }

    private static List<String> names(String path) throws UneditableException {
        List<String> names = List.of(path.split("\\.", -1));
        if (names.stream().anyMatch(String::isBlank)) {
            throw new UneditableException("'" + path + "' is not a path of field names separated by dots");
        }
        return names;
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
