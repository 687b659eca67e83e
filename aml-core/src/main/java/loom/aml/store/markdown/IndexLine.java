package loom.aml.store.markdown;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A line of an index that links to a memory, and the lines that continue its text.
 *
 * <pre>
 *   - [Title](target.md) — hook
 *      '---'  '-------'    '--'
 * </pre>
 *
 * @param raw the lines with their line breaks
 * @param titleEnd the offset after the title; the others accordingly
 * @param afterLink the offset after the link and its emphasis, where a hook can be added
 * @param hook the offset of the hook; equal to {@code hookEnd} if absent
 */
record IndexLine(String raw, int title, int titleEnd, int target, int targetEnd, int afterLink, int hook, int hookEnd) {
    private static final String DASH = " \u2014 ";
    private static final Pattern BULLET =
            Pattern.compile("[ \\t]*(?:[-*+]|\\d{1,9}[.)])[ \\t]+(?:\\[[ xX]][ \\t]+)?(\\*\\*|__|\\*|_|~~)?(?=\\[)");
    private static final Pattern SEPARATOR =
            Pattern.compile("[ \\t]*(?:--+|[-\u2010-\u2015:|\u00b7\u2022\u2192]|=>|->)?[ \\t]*");
    private static final Pattern LIST_ITEM = Pattern.compile("[ \\t]*(?:[-*+]|\\d{1,9}[.)])(?:[ \\t].*)?");

    /** Reads a line; null if it is not a link. */
    static @Nullable IndexLine of(String raw) {
        Matcher bullet = BULLET.matcher(raw);
        if (!bullet.lookingAt()) {
            return null;
        }
        int title = bullet.end() + 1;
        int titleEnd = closing(raw, title, '[', ']');
        if (titleEnd < 0 || !raw.startsWith("](", titleEnd)) {
            return null;
        }
        int target = titleEnd + 2;
        int close;
        int targetEnd;
        if (raw.startsWith("<", target)) {
            target++;
            targetEnd = raw.indexOf('>', target);
            close = targetEnd + 1;
            if (targetEnd < 0 || !raw.startsWith(")", close)) {
                return null;
            }
        } else {
            close = closing(raw, target, '(', ')');
            if (close < 0) {
                return null;
            }
            int tooltip = raw.indexOf(" \"", target);
            targetEnd = tooltip > target && tooltip < close ? tooltip : close;
        }
        int line = endOfText(raw, firstLineEnd(raw));
        if (target == targetEnd || close >= line) {
            return null;
        }
        int afterLink = close + 1;
        String emphasis = bullet.group(1);
        if (emphasis != null && raw.startsWith(emphasis, afterLink)) {
            afterLink += emphasis.length();
        }
        Matcher separator = SEPARATOR.matcher(raw).region(afterLink, line);
        int hook = separator.lookingAt() ? separator.end() : afterLink;
        int end = endOfText(raw, raw.length());
        while (hook < end && Character.isWhitespace(raw.charAt(hook))) {
            hook++;
        }
        return new IndexLine(raw, title, titleEnd, target, targetEnd, afterLink, hook, Math.max(hook, end));
    }

    /** Returns the offset of the bracket that closes one before {@code from}, on the same line; -1 if absent. */
    private static int closing(String raw, int from, char open, char close) {
        int depth = 1;
        for (int i = from; i < raw.length(); i++) {
            char c = raw.charAt(i);
            if (c == '\r' || c == '\n') {
                return -1;
            } else if (c == '\\') {
                i++;
            } else if (c == open) {
                depth++;
            } else if (c == close && --depth == 0) {
                return i;
            }
        }
        return -1;
    }

    private static int firstLineEnd(String raw) {
        return MarkdownLines.endOfLine(raw, 0);
    }

    private static int endOfText(String raw, int to) {
        int end = to;
        while (end > 0 && Character.isWhitespace(raw.charAt(end - 1))) {
            end--;
        }
        return end;
    }

    /** Returns whether a line continues the text of a link line before it. */
    static boolean isContinuation(MarkdownLines.Line line) {
        return line.kind() == MarkdownLines.Kind.TEXT
                && !line.isBlank()
                && (line.raw().startsWith("  ") || line.raw().startsWith("\t"))
                && !line.isHeading()
                && !LIST_ITEM
                        .matcher(MarkdownLines.withoutLastBreaks(line.raw()))
                        .matches();
    }

    /** Returns a new line without a line break. */
    static String created(String title, String target, String hook) {
        return "- [" + title + "](" + quoted(target) + ")" + (hook.isEmpty() ? "" : DASH + hook);
    }

    private static String quoted(String target) {
        boolean isPlain = target.chars().noneMatch(c -> c <= ' ' || c == '(' || c == ')' || c == '<');
        return isPlain ? target : "<" + target + ">";
    }

    String titleText() {
        return raw.substring(title, titleEnd);
    }

    String targetText() {
        return raw.substring(target, targetEnd);
    }

    /** Returns the hook; empty if absent. */
    String hookText() {
        return raw.substring(hook, hookEnd);
    }

    /** Returns the line with other parts. Everything between them is kept. */
    String with(String otherTitle, String otherTarget, String otherHook) {
        String tail;
        if (otherHook.equals(hookText())) {
            tail = raw.substring(targetEnd);
        } else if (otherHook.isEmpty()) {
            tail = raw.substring(targetEnd, afterLink) + raw.substring(hookEnd);
        } else if (hook == hookEnd) {
            tail = raw.substring(targetEnd, afterLink) + DASH + otherHook + raw.substring(endOfText(raw, raw.length()));
        } else {
            tail = raw.substring(targetEnd, hook) + otherHook + raw.substring(hookEnd);
        }
        boolean isBracketed = raw.charAt(target - 1) == '<';
        String newTarget = otherTarget.equals(targetText()) || isBracketed ? otherTarget : quoted(otherTarget);
        return raw.substring(0, title) + otherTitle + raw.substring(titleEnd, target) + newTarget + tail;
    }
}
