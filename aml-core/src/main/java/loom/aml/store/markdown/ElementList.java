package loom.aml.store.markdown;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import loom.aml.io.DamagedException;
import loom.aml.item.JsonSyntax;
import loom.aml.item.JsonText;
import loom.aml.item.text.JsonLayout;
import loom.aml.item.text.ListText;
import loom.aml.item.text.Slice;
import loom.aml.json.JsonObject;
import loom.aml.json.JsonSyntaxException;

/** The text of a collection that is rendered from a file: a JSON array with one element a line. */
public final class ElementList {
    private ElementList() {}

    /** One element. */
    public sealed interface Element {}

    /** A memory. */
    public record Memory(JsonObject item) implements Element {}

    /** A part of the file that is not a memory. */
    public record Text(String raw) implements Element {}

    /** Returns the text of a collection. */
    public static byte[] written(List<Element> elements) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write('[');
        for (int i = 0; i < elements.size(); i++) {
            out.writeBytes(i == 0 ? new byte[] {'\n'} : new byte[] {',', '\n'});
            switch (elements.get(i)) {
                case Memory memory -> out.writeBytes(memory.item.toUtf8());
                case Text text -> out.writeBytes(JsonObject.quoted(text.raw).getBytes(StandardCharsets.UTF_8));
            }
        }
        out.writeBytes(new byte[] {'\n', ']', '\n'});
        return out.toByteArray();
    }

    /**
     * Reads the text of a collection.
     *
     * @throws DamagedException if it is not a JSON array of objects and strings
     */
    public static List<Element> read(byte[] items) throws DamagedException {
        byte[] array = JsonLayout.stripped(withoutByteOrderMark(items));
        if (array.length == 0 || Arrays.equals(array, new byte[] {'n', 'u', 'l', 'l'})) {
            return List.of();
        }
        JsonSyntax.isObject(array);
        if (array[0] != '[') {
            throw new DamagedException(0, "the root is not an array");
        }
        List<Element> elements = new ArrayList<>();
        for (Slice value : ListText.of(new Slice(array, 0, array.length), ",").values()) {
            elements.add(element(value));
        }
        return elements;
    }

    private static byte[] withoutByteOrderMark(byte[] items) {
        boolean isMarked =
                items.length >= 3 && items[0] == (byte) 0xef && items[1] == (byte) 0xbb && items[2] == (byte) 0xbf;
        return isMarked ? Arrays.copyOfRange(items, 3, items.length) : items;
    }

    private static Element element(Slice value) throws DamagedException {
        return switch (value.first()) {
            case '"' -> new Text(JsonText.decode(value.bytes(), value.from() + 1, value.to() - 1));
            case '{' -> {
                try {
                    yield new Memory(
                            JsonObject.parseUntrusted(Arrays.copyOfRange(value.bytes(), value.from(), value.to())));
                } catch (JsonSyntaxException e) {
                    throw new DamagedException(value.from(), String.valueOf(e.getMessage()));
                }
            }
            default -> throw new DamagedException(value.from(), "an element that is neither an object nor a string");
        };
    }
}
