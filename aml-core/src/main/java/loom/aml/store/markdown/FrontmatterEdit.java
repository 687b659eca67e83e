package loom.aml.store.markdown;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import loom.aml.io.DamagedException;
import org.jspecify.annotations.Nullable;

/** Changes single values of frontmatter. All other characters are kept. */
final class FrontmatterEdit {
    private final String lineBreak;
    private Frontmatter matter;

    /** @throws DamagedException if the frontmatter has no keys, so that its values are unknown */
    FrontmatterEdit(Frontmatter matter) throws DamagedException {
        this.lineBreak = MarkdownLines.lineBreak(matter.opening());
        this.matter = matter;
        root();
    }

    /** Returns new frontmatter with a blank line after it, as Claude Code writes it. */
    static String created(
            String mark, String lineBreak, String name, Optional<String> description, Optional<String> type) {
        StringBuilder head = new StringBuilder(mark).append("---").append(lineBreak);
        head.append("name: ").append(YamlText.of(name, YamlValue.Style.PLAIN)).append(lineBreak);
        description.ifPresent(text -> head.append("description: ")
                .append(YamlText.of(text, YamlValue.Style.DOUBLE_QUOTED))
                .append(lineBreak));
        head.append("metadata:").append(lineBreak);
        head.append("  node_type: memory").append(lineBreak);
        type.ifPresent(text -> head.append("  type: ")
                .append(YamlText.of(text, YamlValue.Style.PLAIN))
                .append(lineBreak));
        return head.append("---").append(lineBreak).append(lineBreak).toString();
    }

    /** Returns new frontmatter that says only what the note absorbed. */
    static String createdFor(String mark, String lineBreak, List<String> origins) {
        return mark + "---" + lineBreak + Frontmatter.MERGED_FROM + ": " + YamlText.list(origins) + lineBreak + "---"
                + lineBreak + lineBreak;
    }

    String head() {
        return matter.head();
    }

    void setTitle(String title) throws DamagedException {
        // The name identifies the memory for others that link to it, so it stays.
        set(matter.entry("title"), "title", YamlText.of(title, YamlValue.Style.PLAIN), title, matter.entry("name"));
    }

    void setDescription(String description) throws DamagedException {
        String quoted = YamlText.of(description, YamlValue.Style.DOUBLE_QUOTED);
        set(matter.entry("description"), "description", quoted, description, matter.entry("name"));
    }

    void setType(String type) throws DamagedException {
        String text = YamlText.of(type, YamlValue.Style.PLAIN);
        YamlValue.Entry entry = matter.typeEntry();
        YamlValue.Entry metadata = matter.entry(Frontmatter.METADATA);
        if (entry == null
                && metadata != null
                && metadata.value() instanceof YamlValue.Mapping mapping
                && !mapping.isFlow()
                && !mapping.entries().isEmpty()) {
            YamlValue.Entry node = mapping.find("node_type");
            insert("type: " + text, node == null ? mapping.entries().getLast() : node, mapping);
        } else {
            set(entry, "type", text, type, null);
        }
    }

    void setTags(List<String> tags) throws DamagedException {
        YamlValue.Entry entry = matter.tagsEntry();
        if (entry == null) {
            set(null, "tags", YamlText.list(tags), "", null);
            return;
        }
        String text = switch (entry.value()) {
            case YamlValue.Text old
            when old.stripped() != null && tags.stream().noneMatch(tag -> tag.contains(",")) ->
                YamlText.joined(tags, old.style());
            case YamlValue.Sequence old when !old.isFlow() && !tags.isEmpty() -> blockList(tags, old.start());
            default -> YamlText.list(tags);
        };
        replace(entry, text);
    }

    /** Sets what the note absorbed, among the metadata if there are some. */
    void setMergedFrom(List<String> origins) throws DamagedException {
        YamlValue.Entry entry = matter.mergedFromEntry();
        YamlValue.Entry metadata = matter.entry(Frontmatter.METADATA);
        String text = YamlText.list(origins);
        if (entry == null
                && metadata != null
                && metadata.value() instanceof YamlValue.Mapping mapping
                && !mapping.isFlow()
                && !mapping.entries().isEmpty()) {
            insert(Frontmatter.MERGED_FROM + ": " + text, mapping.entries().getLast(), mapping);
        } else if (entry == null) {
            set(null, Frontmatter.MERGED_FROM, text, "", null);
        } else {
            replace(entry, text);
        }
    }

    /** Returns a list with one line an element, the first of which is at a place in the YAML. */
    private String blockList(List<String> tags, int start) {
        int line = matter.yaml().lastIndexOf('\n', start - 1) + 1;
        String indentation = matter.yaml().substring(line, start).replaceAll("\\S", " ");
        List<String> items = new ArrayList<>();
        for (String tag : tags) {
            items.add("- " + YamlText.of(tag, YamlValue.Style.PLAIN));
        }
        return String.join(lineBreak + indentation, items);
    }

    /**
     * Sets a text.
     *
     * @param entry the present entry; null to add one
     * @param text the value of a new entry as it is written
     * @param after the entry after which a new one is inserted; null for the end
     */
    private void set(
            YamlValue.@Nullable Entry entry, String key, String text, String value, YamlValue.@Nullable Entry after)
            throws DamagedException {
        if (entry == null) {
            insert(key + ": " + text, after, root());
        } else if (entry.value() instanceof YamlValue.Text old && old.start() < old.end()) {
            replace(entry, YamlText.of(value, old.style()));
        } else {
            replace(entry, text);
        }
    }

    private void replace(YamlValue.Entry entry, String text) throws DamagedException {
        String yaml = matter.yaml();
        YamlValue old = requireClear(entry);
        boolean needsSpace = old.start() > 0 && yaml.charAt(old.start() - 1) == ':';
        Frontmatter changed = matter.withYaml(
                yaml.substring(0, old.start()) + (needsSpace ? " " : "") + text + yaml.substring(old.end()));
        requireRest(changed, outline(matter) - YamlValue.outline(old).size());
        matter = changed;
    }

    /** Inserts a line into a mapping, after the lines of an entry or at the end. */
    private void insert(String line, YamlValue.@Nullable Entry after, YamlValue.Mapping mapping)
            throws DamagedException {
        if (mapping.isFlow()) {
            throw new DamagedException(0, "the frontmatter is on one line; add the field to it yourself");
        }
        String yaml = matter.yaml();
        int at = after == null
                ? yaml.length()
                : MarkdownLines.endOfLine(yaml, requireClear(after).end());
        String indentation = "";
        if (!mapping.entries().isEmpty()) {
            int first = mapping.entries().getFirst().start();
            indentation = yaml.substring(yaml.lastIndexOf('\n', first - 1) + 1, first);
        }
        matter = matter.withYaml(yaml.substring(0, at) + indentation + line + lineBreak + yaml.substring(at));
        root();
    }

    private static YamlValue requireClear(YamlValue.Entry entry) throws DamagedException {
        YamlValue value = entry.value();
        if (value instanceof YamlValue.Text text && text.style() == YamlValue.Style.UNCLEAR) {
            throw new DamagedException(
                    0, "\"" + entry.key() + "\" is not valid YAML, and its end is unclear; correct the file first");
        }
        return value;
    }

    private static int outline(Frontmatter matter) {
        return matter.root() == null ? 0 : YamlValue.outline(matter.root()).size();
    }

    /** Requires that a change of one value did not make others disappear. */
    private static void requireRest(Frontmatter changed, int least) throws DamagedException {
        if (outline(changed) < least) {
            throw new DamagedException(0, "the frontmatter would lose values");
        }
    }

    private YamlValue.Mapping root() throws DamagedException {
        if (matter.root() == null) {
            throw new DamagedException(0, "the frontmatter has no keys; correct it first");
        }
        return matter.root();
    }
}
