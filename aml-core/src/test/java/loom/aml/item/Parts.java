package loom.aml.item;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import loom.aml.io.MemoryFile;
import loom.aml.io.TextInput;

/** Records the parts that a reader reports. */
final class Parts implements CollectionReader.Visitor {
    private final ByteArrayOutputStream together = new ByteArrayOutputStream();
    final List<String> items = new ArrayList<>();
    final List<String> strangers = new ArrayList<>();
    private int ordinal;
    private int heads;
    private int closings;

    static Parts of(TextInput text) throws IOException {
        Parts parts = new Parts();
        int count = CollectionReader.read(text, ItemKind.PATTERN, parts);
        check(count == parts.items.size() + parts.strangers.size(), "the number of elements");
        check(parts.heads == 1 && parts.closings <= 1, "one head and one closing");
        return parts;
    }

    static Parts of(String text) throws IOException {
        return of(MemoryFile.of(text).text());
    }

    /** Returns the concatenation of all parts, which equals the text. */
    byte[] together() {
        return together.toByteArray();
    }

    boolean hasClosing() {
        return closings > 0;
    }

    @Override
    public void head(byte[] text) {
        check(heads++ == 0 && ordinal == 0, "the head comes first");
        together.writeBytes(text);
    }

    @Override
    public void item(Item item) throws IOException {
        check(item.isItem(), "an item is one");
        items.add(added(item));
    }

    @Override
    public void stranger(ForeignElement element) throws IOException {
        check(!element.isItem(), "a stranger is no item");
        strangers.add(added(element));
    }

    @Override
    public void closing(byte[] text) {
        check(closings++ == 0, "the closing comes once");
        together.writeBytes(text);
    }

    private String added(Element element) throws IOException {
        check(heads == 1 && closings == 0, "elements come between head and closing");
        check(element.ordinal() == ordinal++, "elements are counted from 0");
        element.writeSeparatorTo(together::write);
        check(element.offset() == together.size(), "an element tells its offset");
        element.writeTo(together::write);
        byte[] bytes = element.copyBytes();
        check(bytes.length == element.length(), "an element tells its length");
        check(
                element.lengthWithSeparator() == element.length() + element.copySeparator().length,
                "an element tells its length with the separator");
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static void check(boolean holds, String what) {
        if (!holds) {
            throw new AssertionError("promise broken: " + what);
        }
    }
}
