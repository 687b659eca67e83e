package loom.aml.exchange;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import loom.aml.io.DamagedException;
import loom.aml.item.JsonSyntax;
import loom.aml.item.JsonText;
import loom.aml.item.text.JsonLayout;
import loom.aml.item.text.ListText;
import loom.aml.item.text.Member;
import loom.aml.item.text.ObjectText;
import loom.aml.item.text.Slice;
import loom.aml.item.text.UneditableException;
import org.jspecify.annotations.Nullable;

/**
 * The JSON text of an item, whose values keep their spelling. Fields are named by their path, with dots between the names. A
 * field that occurs twice, or is inside of one that is not an object, is absent.
 */
final class RawItem {
    static final String NULL = "null";

    private final ObjectText root;

    private RawItem(byte[] json) {
        this.root = ObjectText.of(json);
    }

    /** Returns the fields of a valid JSON object. */
    static RawItem of(String json) {
        return new RawItem(JsonLayout.stripped(json.getBytes(StandardCharsets.UTF_8)));
    }

    /**
     * Returns the fields of a JSON object that may be invalid.
     *
     * @throws DamagedException if it is not a JSON object
     */
    static RawItem ofUntrusted(String json) throws DamagedException {
        byte[] text = JsonLayout.stripped(json.getBytes(StandardCharsets.UTF_8));
        if (text.length == 0 || !JsonSyntax.isObject(text)) {
            throw new DamagedException(0, "not a JSON object");
        }
        return new RawItem(text);
    }

    /** Returns a JSON value without white space between its tokens. */
    static String compact(String json) {
        return JsonLayout.COMPACT.of(json);
    }

    /** Returns the value at a path as JSON; empty if absent. */
    Optional<String> value(String path) {
        Member member = find(path);
        return member == null ? Optional.empty() : Optional.of(member.value().toString());
    }

    /** Returns whether the value at a path is null, in the place of which something was taken out. */
    boolean isNull(String path) {
        return value(path).filter(NULL::equals).isPresent();
    }

    /** Returns the string at a path; empty if absent or of another type. */
    Optional<String> text(String path) {
        Member member = find(path);
        return member == null ? Optional.empty() : text(member.value());
    }

    private static Optional<String> text(Slice value) {
        return value.first() == '"'
                ? Optional.of(JsonText.decode(value.bytes(), value.from() + 1, value.to() - 1))
                : Optional.empty();
    }

    /** Returns the list of strings at a path; empty if absent or of another type. */
    Optional<List<String>> texts(String path) {
        Member member = find(path);
        if (member == null || member.value().first() != '[') {
            return Optional.empty();
        }
        List<String> texts = new ArrayList<>();
        for (Slice value : ListText.of(member.value(), ",").values()) {
            Optional<String> text = text(value);
            if (text.isEmpty()) {
                return Optional.empty();
            }
            texts.add(text.get());
        }
        return Optional.of(texts);
    }

    /** Returns the objects in the list at a path; elements of other types are skipped. */
    List<RawItem> objects(String path) {
        Member member = find(path);
        List<RawItem> objects = new ArrayList<>();
        if (member != null && member.value().first() == '[') {
            for (Slice value : ListText.of(member.value(), ",").values()) {
                if (value.first() == '{') {
                    objects.add(of(value.toString()));
                }
            }
        }
        return objects;
    }

    List<String> names() {
        return root.members().stream().map(Member::name).toList();
    }

    /** Sets the value at a path. Has no effect on a path through something that is not an object. */
    RawItem set(String path, String json) {
        try {
            List<String> names = List.of(path.split("\\."));
            ObjectText object = root;
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
        } catch (UneditableException e) {
            // Ambiguous in its source, so it stays as it is.
        }
        return this;
    }

    /** Removes a field at the top level. */
    RawItem remove(String name) {
        try {
            root.removeIfThere(name);
        } catch (UneditableException e) {
            // Ambiguous in its source, so it stays as it is.
        }
        return this;
    }

    private @Nullable Member find(String path) {
        try {
            List<String> names = List.of(path.split("\\."));
            ObjectText object = root;
            for (String name : names.subList(0, names.size() - 1)) {
                object = object == null ? null : object.object(name);
            }
            return object == null ? null : object.find(names.getLast());
        } catch (UneditableException e) {
            return null;
        }
    }

    @Override
    public String toString() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        root.writeTo(out);
        return out.toString(StandardCharsets.UTF_8);
    }
}
