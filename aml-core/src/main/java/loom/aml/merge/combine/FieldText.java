package loom.aml.merge.combine;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import loom.aml.item.text.ListText;
import loom.aml.item.text.Member;
import loom.aml.item.text.ObjectText;
import loom.aml.item.text.Slice;
import loom.aml.item.text.UneditableException;
import org.jspecify.annotations.Nullable;

/** The text of an item whose fields are read and replaced by their paths. All other bytes stay as they are. Not thread-safe. */
final class FieldText {
    private final ObjectText root;

    FieldText(byte[] text) {
        this.root = ObjectText.of(text);
    }

    ObjectText root() {
        return root;
    }

    /** Returns the value of a field as it is written; null if the item does not have it. */
    @Nullable
    Slice get(String path) throws UneditableException {
        ObjectText holder = holder(path, false);
        return holder == null ? null : holder.value(last(path));
    }

    /** Sets a field, and creates the objects around it if necessary. */
    void set(String path, Slice value) throws UneditableException {
        ObjectText holder = holder(path, true);
        if (holder != null) {
            Member member = holder.find(last(path));
            if (member == null) {
                holder.append(last(path), value);
            } else {
                member.setValue(value);
            }
        }
    }

    void set(String path, String json) throws UneditableException {
        set(path, Slice.of(json));
    }

    void remove(String path) throws UneditableException {
        ObjectText holder = holder(path, false);
        if (holder != null) {
            holder.removeIfThere(last(path));
        }
    }

    /** Appends a value to a list. */
    void append(String path, String json) throws UneditableException {
        ObjectText holder = holder(path, false);
        Member member = holder == null ? null : holder.find(last(path));
        if (holder != null && member != null) {
            ListText list = holder.list(member);
            list.insert(list.size(), json);
            member.setValue(list.text());
        }
    }

    private @Nullable ObjectText holder(String path, boolean isMade) throws UneditableException {
        List<String> names = List.of(path.split("\\.", -1));
        ObjectText holder = root;
        for (String name : names.subList(0, names.size() - 1)) {
            ObjectText inner = holder.object(name);
            if (inner == null && !isMade) {
                return null;
            }
            holder = inner == null ? holder.appendObject(name) : inner;
        }
        return holder;
    }

    private static String last(String path) {
        return path.substring(path.lastIndexOf('.') + 1);
    }

    byte[] toBytes() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        root.writeTo(out);
        return out.toByteArray();
    }

    @Override
    public String toString() {
        return new String(toBytes(), StandardCharsets.UTF_8);
    }
}
