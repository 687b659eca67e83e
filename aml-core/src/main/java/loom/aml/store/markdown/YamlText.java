package loom.aml.store.markdown;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Writes texts as YAML on one line. */
final class YamlText {
    /** Text that no version of YAML reads as anything but this text, in a list or out of one. */
    private static final Pattern PLAIN =
            Pattern.compile("[\\p{L}_][^\\p{Cntrl}:#,\\[\\]{}\"'\\\\\u0085\u00a0\u2028\u2029\ufeff]*");

    private static final Set<String> WORDS =
            Set.of("true", "false", "yes", "no", "on", "off", "y", "n", "null", "nan", "inf");

    private YamlText() {}

    /** Returns a text in the style of the one that it replaces, if that style can express it. */
    static String of(String text, YamlValue.Style style) {
        return switch (style) {
            case PLAIN -> isPlain(text) ? text : doubleQuoted(text);
            case SINGLE_QUOTED -> isOneLine(text) ? "'" + text.replace("'", "''") + "'" : doubleQuoted(text);
            case DOUBLE_QUOTED, BLOCK, UNCLEAR -> doubleQuoted(text);
        };
    }

    /** Returns a list as one text with commas, in the style of the text that it replaces. */
    static String joined(List<String> texts, YamlValue.Style style) {
        String joined = String.join(", ", texts);
        boolean isPlain = style == YamlValue.Style.PLAIN && texts.stream().allMatch(YamlText::isPlain);
        return isPlain ? joined : of(joined, style);
    }

    /** Returns a list on one line. */
    static String list(List<String> texts) {
        StringBuilder list = new StringBuilder("[");
        for (String text : texts) {
            list.append(list.length() > 1 ? ", " : "").append(of(text, YamlValue.Style.PLAIN));
        }
        return list.append(']').toString();
    }

    private static boolean isPlain(String text) {
        return PLAIN.matcher(text).matches()
                && text.equals(text.strip())
                && isOneLine(text)
                && !WORDS.contains(text.toLowerCase(Locale.ROOT));
    }

    private static boolean isOneLine(String text) {
        return text.chars().noneMatch(YamlText::isEscaped);
    }

    /** Returns whether a character breaks a line or is not printable in YAML. */
    private static boolean isEscaped(int c) {
        return c < ' '
                || c >= 0x7f && c <= 0xa0
                || c == 0x2028
                || c == 0x2029
                || c == 0xfeff
                || c >= 0xfffe && c <= 0xffff;
    }

    private static String doubleQuoted(String text) {
        StringBuilder out = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                default -> {
                    if (isEscaped(c)) {
                        out.append(String.format(Locale.ROOT, "\\u%04X", (int) c));
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        return out.append('"').toString();
    }
}
