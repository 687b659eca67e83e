package loom.aml.store.markdown;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The frontmatter of a memory: lines of YAML between two lines of three dashes. If they are not valid YAML, their keys
 * are read line by line.
 *
 * @param opening a byte order mark if there is one, and the first line
 * @param yaml the lines between
 * @param closing the last line and the blank lines after it
 * @param root null if the lines have no keys
 */
record Frontmatter(String opening, String yaml, String closing, YamlValue.@Nullable Mapping root) {
    static final String METADATA = "metadata";
    static final String MERGED_FROM = "aml_merged_from";
    private static final String DASHES = "---";

    Frontmatter(String opening, String yaml, String closing) {
        this(opening, yaml, closing, values(yaml));
    }

    private static YamlValue.@Nullable Mapping values(String yaml) {
        YamlValue.Mapping values = YamlReader.read(yaml);
        return values == null ? YamlLines.read(yaml) : values;
    }

    /** Returns the offset after the frontmatter of a file that begins at {@code from}; {@code from} if it has none. */
    static int end(String file, int from) {
        int line = MarkdownLines.endOfLine(file, from);
        if (!isDashes(file, from, line)) {
            return from;
        }
        while (line < file.length()) {
            int next = MarkdownLines.endOfLine(file, line);
            if (isDashes(file, line, next)) {
                return MarkdownLines.afterBlankLines(file, next);
            }
            line = next;
        }
        return from;
    }

    private static boolean isDashes(String file, int from, int to) {
        return file.startsWith(DASHES, from)
                && file.substring(from + DASHES.length(), to).isBlank();
    }

    /** Splits the frontmatter of a {@link Note}; null if it has none. */
    static @Nullable Frontmatter of(String head) {
        int from = head.indexOf(DASHES);
        if (from < 0) {
            return null;
        }
        int yaml = MarkdownLines.endOfLine(head, from);
        int closing = yaml;
        while (closing < head.length() && !isDashes(head, closing, MarkdownLines.endOfLine(head, closing))) {
            closing = MarkdownLines.endOfLine(head, closing);
        }
        return new Frontmatter(head.substring(0, yaml), head.substring(yaml, closing), head.substring(closing));
    }

    String head() {
        return opening + yaml + closing;
    }

    Frontmatter withYaml(String other) {
        return new Frontmatter(opening, other, closing);
    }

    /** Returns the title; empty if absent. */
    Optional<String> title() {
        return text(entry("title")).or(() -> text(entry("name")));
    }

    Optional<String> type() {
        return text(typeEntry());
    }

    Optional<String> description() {
        return text(entry("description"));
    }

    Optional<String> created() {
        return text(entry("created")).or(() -> text(entry("created_at"))).or(() -> text(entry("date")));
    }

    Optional<String> updated() {
        return text(nested("modified")).or(() -> text(entry("modified"))).or(() -> text(entry("updated")));
    }

    /** Returns the tags, which are a list or a text with commas; empty if absent. */
    List<String> tags() {
        return texts(tagsEntry());
    }

    /** Returns what the note absorbed, as it is written; empty if absent. */
    List<String> mergedFrom() {
        return texts(mergedFromEntry());
    }

    private static List<String> texts(YamlValue.@Nullable Entry entry) {
        List<String> tags = new ArrayList<>();
        switch (entry == null ? null : entry.value()) {
            case YamlValue.Sequence sequence -> {
                for (YamlValue value : sequence.values()) {
                    String tag = value instanceof YamlValue.Text text ? text.stripped() : null;
                    if (tag != null) {
                        tags.add(tag);
                    }
                }
            }
            case YamlValue.Text text
            when text.stripped() != null -> {
                for (String tag : text.value().split(",", -1)) {
                    if (!tag.isBlank()) {
                        tags.add(tag.strip());
                    }
                }
            }
            case null, default -> {
                // No tags.
            }
        }
        return tags;
    }

    /** Returns the entry that holds the type: the nested one if there is one. */
    YamlValue.@Nullable Entry typeEntry() {
        YamlValue.Entry nested = nested("type");
        return nested != null && text(nested).isPresent() ? nested : entry("type") == null ? nested : entry("type");
    }

    YamlValue.@Nullable Entry tagsEntry() {
        YamlValue.Entry entry = entry("tags");
        return entry == null ? nested("tags") : entry;
    }

    YamlValue.@Nullable Entry mergedFromEntry() {
        YamlValue.Entry nested = nested(MERGED_FROM);
        return nested == null ? entry(MERGED_FROM) : nested;
    }

    /** Returns the entry with a key at the top level; null if absent. */
    YamlValue.@Nullable Entry entry(String key) {
        return root == null ? null : root.find(key);
    }

    private YamlValue.@Nullable Entry nested(String key) {
        YamlValue.Entry metadata = entry(METADATA);
        return metadata != null && metadata.value() instanceof YamlValue.Mapping mapping ? mapping.find(key) : null;
    }

    private static Optional<String> text(YamlValue.@Nullable Entry entry) {
        return entry != null && entry.value() instanceof YamlValue.Text text
                ? Optional.ofNullable(text.stripped())
                : Optional.empty();
    }
}
