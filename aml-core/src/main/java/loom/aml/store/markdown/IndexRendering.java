package loom.aml.store.markdown;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import loom.aml.io.DamagedException;
import loom.aml.json.JsonObject;
import loom.aml.store.Rendering;
import loom.aml.store.markdown.ElementList.Element;
import loom.aml.store.markdown.ElementList.Memory;
import loom.aml.store.markdown.ElementList.Text;
import org.jspecify.annotations.Nullable;

/**
 * An index: lines that link to memories, and memories that are its sections.
 *
 * <pre>
 *   # Memory                       "# Memory\n"
 *   - [Short](short.md) — hook     {"id":"MEMORY#short","type":"link","title":"Short","target":"short.md","text":"hook","line":".."}
 *   ## Deploys                     {"id":"MEMORY#deploys","type":"section","title":"Deploys","heading":"## Deploys\n","text":".."}
 *   The key rotates.
 * </pre>
 *
 * <p>{@code line} of a link, {@code heading} and {@code text} of a section, and the strings are the file. The other fields are
 * derived; if they have other values, only those words of the line change. A new item needs only them. Every string is one
 * line, so that the places of other elements do not depend on removals. An empty string says that the last line has no line
 * break, whatever line is the last one: so an entry that is added and removed again leaves no trace. Such a last line is read
 * with the line break before it, if there is one, so that an entry that was removed brings it along when it is put back.
 */
public final class IndexRendering implements Rendering {
    private static final String TITLE = "title";
    private static final String TYPE = "type";
    private static final String TARGET = "target";
    private static final String TEXT = "text";
    private static final String LINE = "line";
    private static final String HEADING = "heading";
    private static final String LINK = "link";
    private static final String SECTION = "section";
    private static final Set<String> OF_LINK = Set.of("id", TYPE, TITLE, TARGET, TEXT, LINE);
    private static final Set<String> OF_SECTION = Set.of("id", TYPE, TITLE, TEXT, HEADING);

    /** Says that the last line has no line break. */
    private static final Text OPEN = new Text("");

    private final String name;
    private final String usualBreak;

    /** @param path the path of the file in the store: {@code team/MEMORY.md} */
    public IndexRendering(String path) {
        this(MarkdownName.withoutSuffix(path), "\n");
    }

    private IndexRendering(String name, String usualBreak) {
        this.name = name;
        this.usualBreak = usualBreak;
    }

    @Override
    public Rendering in(byte[] file) {
        String text = new String(file, StandardCharsets.UTF_8);
        return new IndexRendering(name, MarkdownLines.lineBreak(text));
    }

    @Override
    public byte[] items(byte[] stored) throws DamagedException {
        return ElementList.written(elements(StoredText.decoded(stored)));
    }

    private List<Element> elements(String file) {
        boolean isOpen = !file.isEmpty() && !file.endsWith("\n");
        UniqueIds ids = new UniqueIds();
        List<Element> elements = new ArrayList<>();
        boolean isOneLine = file.indexOf('\n') < 0;
        for (IndexPart part : IndexPart.of(isOpen && !isOneLine ? file + MarkdownLines.lastLineBreak(file) : file)) {
            elements.add(
                    switch (part) {
                        case IndexPart.Link link -> new Memory(item(link.line(), ids));
                        case IndexPart.Section section -> new Memory(item(section, ids));
                        case IndexPart.Other other -> new Text(other.raw());
                    });
        }
        if (isOpen) {
            elements.add(OPEN);
        }
        return elements;
    }

    private JsonObject item(IndexLine line, UniqueIds ids) {
        String target = MarkdownName.withoutSuffix(line.targetText());
        JsonObject.Builder item =
                JsonObject.builder().put("id", ids.next(name + '#' + target)).put(TYPE, LINK);
        putFilled(item, TITLE, line.titleText());
        item.put(TARGET, line.targetText());
        putFilled(item, TEXT, line.hookText());
        return item.put(LINE, line.raw()).build();
    }

    private JsonObject item(IndexPart.Section section, UniqueIds ids) {
        JsonObject.Builder item = JsonObject.builder()
                .put("id", ids.next(name + '#' + slug(section.title())))
                .put(TYPE, SECTION);
        putFilled(item, TITLE, section.title());
        return item.put(TEXT, section.text()).put(HEADING, section.heading()).build();
    }

    private static void putFilled(JsonObject.Builder item, String key, String text) {
        if (!text.isEmpty()) {
            item.put(key, text);
        }
    }

    /** Returns the anchor of a heading, as web pages name it. */
    private static String slug(String title) {
        String slug = title.toLowerCase(Locale.ROOT)
                .replaceAll("[^\\p{L}\\p{N}_ -]", "")
                .strip()
                .replace(' ', '-');
        return slug.isEmpty() ? SECTION : slug;
    }

    @Override
    public byte[] stored(byte[] items, byte[] former) throws DamagedException {
        List<Element> elements = new ArrayList<>(ElementList.read(items));
        boolean isOpen = elements.removeIf(OPEN::equals);
        List<Element> formerElements = elements(StoredText.decoded(former));
        Map<String, JsonObject> before = new HashMap<>();
        for (Element element : formerElements) {
            if (element instanceof Memory memory) {
                before.put(memory.item().string("id").orElse(""), memory.item());
            }
        }
        if (formerElements.contains(OPEN)) {
            settleAssumedBreak(elements, formerElements.get(formerElements.size() - 2));
        }
        String lineBreak = lineBreak(elements);
        List<IndexPart> parts = new ArrayList<>();
        for (Element element : elements) {
            parts.add(
                    switch (element) {
                        case Text text -> new IndexPart.Other(text.raw());
                        case Memory memory -> {
                            JsonObject item = memory.item();
                            JsonObject was = before.get(item.string("id").orElse(""));
                            boolean isSection = item.string(TYPE).orElse("").equals(SECTION);
                            if (isSection && !item.has(HEADING) && !isAfterBlankLine(parts)) {
                                parts.add(new IndexPart.Other(lineBreak));
                            }
                            yield isSection ? section(item, was, lineBreak) : link(item, was, lineBreak);
                        }
                    });
        }
        String file = joined(parts, lineBreak);
        IndexCheck.requireSame(parts, IndexPart.of(StoredText.decoded(StoredText.encoded(file))));
        return StoredText.encoded(isOpen ? withoutLastBreak(file) : file);
    }

    private static String withoutLastBreak(String file) {
        return file.endsWith("\r\n")
                ? file.substring(0, file.length() - 2)
                : file.endsWith("\n") ? file.substring(0, file.length() - 1) : file;
    }

    /** Gives the line that was the last one, and has no line break in the file, the break of the line that follows it now. */
    private static void settleAssumedBreak(List<Element> elements, Element last) {
        int at = elements.size() - 1;
        while (at >= 0 && !isSame(elements.get(at), last)) {
            at--;
        }
        if (at < 0 || at == elements.size() - 1) {
            return;
        }
        String next = raw(elements.get(at + 1));
        if (next.endsWith("\n")) {
            elements.set(at, withLastBreak(elements.get(at), MarkdownLines.lastLineBreak(next)));
        }
    }

    private static boolean isSame(Element one, Element other) {
        return one instanceof Memory(JsonObject item) && other instanceof Memory(JsonObject former)
                ? item.string("id").equals(former.string("id"))
                : one.equals(other);
    }

    private static Element withLastBreak(Element element, String lineBreak) {
        return switch (element) {
            case Text(String raw) -> new Text(withoutLastBreak(raw) + lineBreak);
            case Memory(JsonObject item) -> {
                String last = item.has(LINE) ? LINE : TEXT;
                String text = withoutLastBreak(item.string(last).orElse("")) + lineBreak;
                yield new Memory(
                        JsonObject.builder().putAll(item).put(last, text).build());
            }
        };
    }

    /** Returns the exact text of an element; empty if it is new. */
    private static String raw(Element element) {
        return switch (element) {
            case Text(String raw) -> raw;
            case Memory(JsonObject item) ->
                item.string(LINE)
                        .or(() -> item.string(HEADING)
                                .map(heading -> heading + item.string(TEXT).orElse("")))
                        .orElse("");
        };
    }

    /** Returns the first line break of the present lines. */
    private String lineBreak(List<Element> elements) {
        for (Element element : elements) {
            String raw = raw(element);
            if (raw.contains("\n")) {
                return MarkdownLines.lineBreak(raw);
            }
        }
        return usualBreak;
    }

    private static boolean isAfterBlankLine(List<IndexPart> parts) {
        return parts.isEmpty()
                || parts.getLast().raw().isBlank()
                || parts.getLast().raw().matches("(?s).*\\n[ \\t]*\\r?\\n");
    }

    private static IndexPart link(JsonObject item, @Nullable JsonObject was, String lineBreak) throws DamagedException {
        GivenFields given = GivenFields.of(item, was, List.of(LINE), List.of(TITLE, TARGET, TEXT))
                .requireOnly(OF_LINK, "a link of an index");
        if (!given.text(TYPE).orElse(LINK).equals(LINK)) {
            throw new DamagedException(0, "the type of an item in an index is \"link\" or \"section\"");
        }
        String present = given.text(LINE).orElse("");
        IndexLine line = IndexLine.of(present);
        if (line == null && !present.isEmpty()) {
            throw new DamagedException(0, "\"line\" is not a link such as \"- [Title](file.md) \u2014 hook\"");
        }
        String title = given.text(TITLE).orElse(line == null ? "" : line.titleText());
        String target = given.text(TARGET).orElse(line == null ? "" : line.targetText());
        String hook = given.text(TEXT).map(String::strip).orElse(line == null ? "" : line.hookText());
        if (target.isEmpty()) {
            throw new DamagedException(0, "a link of an index needs a target");
        }
        String raw = line == null ? IndexLine.created(title, target, hook) + lineBreak : line.with(title, target, hook);
        IndexLine changed = IndexLine.of(raw);
        boolean isSame = changed != null
                && changed.titleText().equals(title)
                && changed.targetText().equals(target)
                && changed.hookText().equals(hook);
        if (changed == null || !isSame) {
            throw new DamagedException(0, "the link to '" + target + "' would not be read as it was given");
        }
        return new IndexPart.Link(changed);
    }

    private static IndexPart section(JsonObject item, @Nullable JsonObject was, String lineBreak)
            throws DamagedException {
        GivenFields given = GivenFields.of(item, was, List.of(HEADING), List.of(TITLE))
                .requireOnly(OF_SECTION, "a section of an index");
        String present = withLineBreak(given.text(HEADING).orElse(""), lineBreak);
        String text = given.text(TEXT).orElse("");
        if (present.isEmpty()) {
            text = withLineBreak(text, lineBreak);
        }
        String title;
        String heading;
        if (present.isEmpty()) {
            title = given.text(TITLE).orElse("").strip();
            heading = "## " + title + lineBreak + lineBreak;
        } else {
            String old = new IndexPart.Section(present, text).title();
            title = given.text(TITLE).orElse(old).strip();
            int[] range = MarkdownLines.titleOf(present);
            heading = old.equals(title)
                    ? present
                    : present.substring(0, range[0]) + (old.isEmpty() ? " " : "") + title + present.substring(range[1]);
        }
        int prose = MarkdownLines.afterBlankLines(text, 0);
        IndexPart.Section section = new IndexPart.Section(heading + text.substring(0, prose), text.substring(prose));
        if (prose == text.length() || !section.title().equals(title)) {
            throw new DamagedException(0, "a section of an index needs a title in one line and a text");
        }
        return section;
    }

    private static String withLineBreak(String text, String lineBreak) {
        return text.isEmpty() || text.endsWith("\n") ? text : text + lineBreak;
    }

    /** Returns the file. A part that does not begin on a new line gets one. */
    private static String joined(List<IndexPart> parts, String lineBreak) {
        StringBuilder file = new StringBuilder();
        for (IndexPart part : parts) {
            boolean isStart = file.isEmpty() || file.length() == 1 && file.charAt(0) == IndexPart.MARK.charAt(0);
            if (!isStart && file.charAt(file.length() - 1) != '\n') {
                file.append(lineBreak);
            }
            file.append(part.raw());
        }
        return file.toString();
    }
}
