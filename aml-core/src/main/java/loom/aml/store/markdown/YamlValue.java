package loom.aml.store.markdown;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A value in frontmatter and the characters that express it: from {@code start}, without {@code end}. */
sealed interface YamlValue {
    int start();

    int end();

    /** How a text is written. */
    enum Style {
        PLAIN,
        SINGLE_QUOTED,
        DOUBLE_QUOTED,
        BLOCK,
        /** Not valid YAML, and the lines after it may belong to it. */
        UNCLEAR
    }

    record Text(String value, Style style, int start, int end) implements YamlValue {
        /** Returns the text without white space around it; null if absent. */
        @Nullable
        String stripped() {
            boolean isNull = style == Style.PLAIN && (value.equals("~") || value.equalsIgnoreCase("null"));
            return isNull || value.isBlank() ? null : value.strip();
        }
    }

    record Sequence(List<YamlValue> values, boolean isFlow, int start, int end) implements YamlValue {}

    record Mapping(List<Entry> entries, boolean isFlow, int start, int end) implements YamlValue {
        /** Returns the entry with a key, the last of several; null if absent. */
        @Nullable
        Entry find(String key) {
            for (Entry entry : entries.reversed()) {
                if (entry.key.equals(key)) {
                    return entry;
                }
            }
            return null;
        }
    }

    /** A reference to another value, which is not followed. */
    record Alias(int start, int end) implements YamlValue {}

    /** @param start the place of the key */
    record Entry(String key, int start, YamlValue value) {}

    /** Returns the value of a part of a text, whose places count from its start, at its place in the whole text. */
    default YamlValue at(int offset) {
        return switch (this) {
            case Text text -> new Text(text.value, text.style, text.start + offset, text.end + offset);
            case Sequence list ->
                new Sequence(
                        list.values.stream().map(value -> value.at(offset)).toList(),
                        list.isFlow,
                        list.start + offset,
                        list.end + offset);
            case Mapping mapping ->
                new Mapping(
                        mapping.entries.stream()
                                .map(entry -> new Entry(entry.key, entry.start + offset, entry.value.at(offset)))
                                .toList(),
                        mapping.isFlow,
                        mapping.start + offset,
                        mapping.end + offset);
            case Alias alias -> new Alias(alias.start + offset, alias.end + offset);
        };
    }

    /** Returns all keys and texts in order, without their places. */
    static List<String> outline(YamlValue value) {
        List<String> outline = new ArrayList<>();
        addTo(outline, value);
        return outline;
    }

    private static void addTo(List<String> outline, YamlValue value) {
        switch (value) {
            case Text text -> outline.add(text.value);
            case Sequence sequence -> sequence.values.forEach(each -> addTo(outline, each));
            case Mapping mapping ->
                mapping.entries.forEach(entry -> {
                    outline.add(entry.key + ':');
                    addTo(outline, entry.value);
                });
            case Alias _ -> outline.add("*");
        }
    }
}
