package loom.aml.store.markdown;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads frontmatter that is not valid YAML. Agents write it without quoting, as in {@code description: Use pnpm: never npm},
 * and Claude Code then takes the text after the first colon as it is. Each key at the start of a line begins a part; a part that is
 * YAML by itself is read as YAML, any other as text.
 *
 * <pre>
 *   name: short                      YAML
 *   description: Commits: small      text, because of its second colon
 *   metadata:                        its lines are read in the same way
 *     type: feedback
 * </pre>
 */
final class YamlLines {
    private static final Pattern KEY = Pattern.compile("([A-Za-z_][A-Za-z0-9_-]*):(?:[ \\t]+|(?=\\R|$))");

    private final String yaml;

    private YamlLines(String yaml) {
        this.yaml = yaml;
    }

    /** Returns the keys at the start of a line; null if absent. */
    static YamlValue.@Nullable Mapping read(String yaml) {
        return yaml.length() > YamlReader.LARGEST ? null : new YamlLines(yaml).mapping(0, yaml.length(), "");
    }

    private YamlValue.@Nullable Mapping mapping(int from, int to, String indentation) {
        List<Integer> starts = new ArrayList<>();
        for (int line = from; line < to; line = MarkdownLines.endOfLine(yaml, line)) {
            if (yaml.startsWith(indentation, line) && key(line + indentation.length()) != null) {
                starts.add(line + indentation.length());
            }
        }
        List<YamlValue.Entry> entries = new ArrayList<>();
        for (int i = 0; i < starts.size(); i++) {
            int end = i + 1 < starts.size() ? starts.get(i + 1) - indentation.length() : to;
            entries.add(entry(starts.get(i), end, indentation));
        }
        return entries.isEmpty()
                ? null
                : new YamlValue.Mapping(
                        List.copyOf(entries),
                        false,
                        entries.getFirst().start(),
                        entries.getLast().value().end());
    }

    private @Nullable Matcher key(int at) {
        Matcher key = KEY.matcher(yaml).region(at, MarkdownLines.endOfLine(yaml, at));
        return key.lookingAt() ? key : null;
    }

    private YamlValue.Entry entry(int start, int end, String indentation) {
        YamlValue.Mapping alone = YamlReader.read(yaml.substring(start, end));
        if (alone != null && alone.entries().size() == 1) {
            YamlValue.Entry entry = alone.entries().getFirst();
            return new YamlValue.Entry(
                    entry.key(), start + entry.start(), entry.value().at(start));
        }
        Matcher key = key(start);
        if (key == null) {
            throw new IllegalArgumentException("not the start of a key: " + start);
        }
        int line = endOfText(start, MarkdownLines.endOfLine(yaml, start));
        int text = Math.min(key.end(), line);
        YamlValue.Mapping nested = text == line ? nested(MarkdownLines.endOfLine(yaml, start), end, indentation) : null;
        return new YamlValue.Entry(
                key.group(1), start, nested == null ? text(text, line, endOfText(line, end) > line) : nested);
    }

    /** Returns the keys of the lines below another key, which are indented further; null if absent. */
    private YamlValue.@Nullable Mapping nested(int from, int to, String indentation) {
        int first = MarkdownLines.afterBlankLines(yaml.substring(0, to), from);
        int text = first;
        while (text < to && (yaml.charAt(text) == ' ' || yaml.charAt(text) == '\t')) {
            text++;
        }
        boolean isIndented = text - first > indentation.length();
        return isIndented ? mapping(first, to, yaml.substring(first, text)) : null;
    }

    private YamlValue.Text text(int start, int end, boolean isContinued) {
        char quote = start < end ? yaml.charAt(start) : 0;
        boolean isQuoted = (quote == '"' || quote == '\'') && end - start > 1 && yaml.charAt(end - 1) == quote;
        String value = isQuoted ? yaml.substring(start + 1, end - 1) : yaml.substring(start, end);
        YamlValue.Style style = isContinued
                ? YamlValue.Style.UNCLEAR
                : !isQuoted
                        ? YamlValue.Style.PLAIN
                        : quote == '"' ? YamlValue.Style.DOUBLE_QUOTED : YamlValue.Style.SINGLE_QUOTED;
        return new YamlValue.Text(value, style, start, end);
    }

    private int endOfText(int from, int to) {
        int end = to;
        while (end > from && Character.isWhitespace(yaml.charAt(end - 1))) {
            end--;
        }
        return end;
    }
}
