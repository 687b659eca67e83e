package loom.aml.store.markdown;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The lines of a Markdown text with their line breaks, and which of them are text rather than code or comments. */
final class MarkdownLines {
    private static final Pattern FENCE = Pattern.compile("[ \\t>]*(`{3,}|~{3,})([^\\r\\n]*)");
    private static final Pattern HEADING = Pattern.compile(" {0,3}#{1,6}(?:[ \\t][^\\r\\n]*)?\\R?");

    /** The kinds of lines. */
    enum Kind {
        TEXT,
        /** A line of a fenced code block, or one of its fences. */
        CODE,
        COMMENT
    }

    /** A line with its line break. */
    record Line(String raw, int start, Kind kind) {
        boolean isBlank() {
            return raw.isBlank();
        }

        boolean isHeading() {
            return kind == Kind.TEXT && HEADING.matcher(raw).matches();
        }
    }

    /** Returns the lines of a text; their concatenation is the text. */
    static List<Line> of(String text) {
        List<Line> lines = new ArrayList<>();
        String fence = null;
        boolean isComment = false;
        for (int start = 0; start < text.length(); ) {
            int end = endOfLine(text, start);
            String raw = text.substring(start, end);
            Kind kind = Kind.TEXT;
            if (fence != null) {
                kind = Kind.CODE;
                fence = closes(fence, raw) ? null : fence;
            } else if (isComment || raw.stripLeading().startsWith("<!--")) {
                kind = Kind.COMMENT;
                isComment = !raw.contains("-->");
            } else {
                fence = opened(raw);
                kind = fence == null ? Kind.TEXT : Kind.CODE;
            }
            lines.add(new Line(raw, start, kind));
            start = end;
        }
        return lines;
    }

    private MarkdownLines() {}

    /** Returns the offset after the line break of a line. */
    static int endOfLine(String text, int from) {
        int end = text.indexOf('\n', from);
        return end < 0 ? text.length() : end + 1;
    }

    private static @Nullable String opened(String raw) {
        Matcher fence = FENCE.matcher(raw);
        // Three backticks with more of them behind are code within a line.
        return fence.lookingAt()
                        && !(raw.strip().startsWith("`") && fence.group(2).contains("`"))
                ? fence.group(1)
                : null;
    }

    private static boolean closes(String fence, String raw) {
        Matcher other = FENCE.matcher(raw);
        return other.lookingAt()
                && other.group(1).startsWith(fence)
                && other.group(2).isBlank();
    }

    /** Returns the range of the text of a heading in its line. */
    static int[] titleOf(String heading) {
        int from = heading.indexOf('#');
        while (from < heading.length() && heading.charAt(from) == '#') {
            from++;
        }
        int to = heading.length();
        while (to > from && Character.isWhitespace(heading.charAt(to - 1))) {
            to--;
        }
        int closing = to;
        while (closing > from && heading.charAt(closing - 1) == '#') {
            closing--;
        }
        if (closing < to && (closing == from || Character.isWhitespace(heading.charAt(closing - 1)))) {
            to = closing;
        }
        while (from < to && Character.isWhitespace(heading.charAt(from))) {
            from++;
        }
        while (to > from && Character.isWhitespace(heading.charAt(to - 1))) {
            to--;
        }
        return new int[] {from, to};
    }

    /** Returns the line break of the first line; a line feed if absent. */
    static String lineBreak(String text) {
        int at = text.indexOf('\n');
        return at > 0 && text.charAt(at - 1) == '\r' ? "\r\n" : "\n";
    }

    /** Returns the last line break of a text; a line feed if absent. */
    static String lastLineBreak(String text) {
        int at = text.lastIndexOf('\n');
        return at > 0 && text.charAt(at - 1) == '\r' ? "\r\n" : "\n";
    }

    /** Returns the offset of the first line that is not blank. */
    static int afterBlankLines(String text, int from) {
        int at = from;
        while (at < text.length()) {
            int end = endOfLine(text, at);
            if (!text.substring(at, end).isBlank()) {
                return at;
            }
            at = end;
        }
        return at;
    }

    /** Returns a text without the line breaks and blank lines at its end. */
    static String withoutLastBreaks(String text) {
        int to = text.length();
        while (to > 0 && (text.charAt(to - 1) == '\n' || text.charAt(to - 1) == '\r')) {
            to--;
        }
        return text.substring(0, to);
    }
}
