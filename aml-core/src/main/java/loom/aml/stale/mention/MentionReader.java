package loom.aml.stale.mention;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads the mentions in a text, line by line and in linear time: whatever the text is, each character is read a few times.
 *
 * <pre>
 *   check `src/import/job.ts` first; see [[cache]], [the guide](docs/guide.md)      paths, notes, links
 *   CI takes 40 minutes; `make it` takes 3.                                         commands
 *   ```sh                                                                           commands alone
 * </pre>
 */
public final class MentionReader {
    /** Longer lines are read up to here. */
    private static final int LONGEST_LINE = 20_000;

    private static final int LONGEST_LINK = 300;
    private static final int LONGEST_NAME = 200;

    private static final Set<String> SHELLS = Set.of("sh", "bash", "shell", "zsh", "console", "shell-session");
    private static final Set<String> SESSIONS = Set.of("console", "shell-session");
    private static final Set<String> NO_NOTES = Set.of(
            "name",
            "link",
            "links",
            "note",
            "note-name",
            "wikilink",
            "wikilinks",
            "wiki-link",
            "wiki-links",
            "their-name");

    private final int limit;
    private final List<Mention> mentions = new ArrayList<>();
    private final Outline outline = new Outline();
    private @Nullable String fence;
    private boolean isShell;
    private boolean isSession;
    private boolean isOver;

    private MentionReader(int limit) {
        this.limit = limit;
    }

    /**
     * The mentions of a text.
     *
     * @param isComplete whether there were not more than the limit
     */
    public record Result(List<Mention> mentions, boolean isComplete) {}

    /**
     * Reads a text in Markdown, or prose.
     *
     * @param first the number of its first line
     */
    public static Result ofMarkdown(String text, int first, int limit) {
        MentionReader reader = new MentionReader(limit);
        int number = first;
        for (int start = 0; start < text.length() && !reader.isFull(); number++) {
            int end = endOfLine(text, start);
            reader.line(text.substring(start, Math.min(end, start + LONGEST_LINE)), number);
            start = end + 1;
        }
        return reader.result();
    }

    /** Reads source code: paths and scripts alone, and only paths whose first directory the repository has. */
    public static Result ofCode(String text, int limit) {
        MentionReader reader = new MentionReader(limit);
        int number = 1;
        for (int start = 0; start < text.length() && !reader.isFull(); number++) {
            int end = endOfLine(text, start);
            String line = text.substring(start, Math.min(end, start + LONGEST_LINE));
            int before = reader.mentions.size();
            ShellCommand.read(line, number, true, reader.mentions::add);
            reader.mentions.subList(before, reader.mentions.size()).removeIf(Mention.Program.class::isInstance);
            reader.plain(line, number, true);
            start = end + 1;
        }
        return reader.result();
    }

    private static int endOfLine(String text, int from) {
        int end = text.indexOf('\n', from);
        return end < 0 ? text.length() : end;
    }

    private boolean isFull() {
        return mentions.size() > limit;
    }

    private Result result() {
        return isFull()
                ? new Result(List.copyOf(mentions.subList(0, limit)), false)
                : new Result(List.copyOf(mentions), true);
    }

    private void line(String raw, int number) {
        String line = raw.strip();
        if (fence != null) {
            if (isClosing(line, fence)) {
                fence = null;
            } else if (isShell && !isOver) {
                shell(line, number);
            }
            return;
        }
        String opening = opening(line);
        if (opening != null) {
            open(opening, line);
            return;
        }
        List<String> folders = outline.line(raw);
        int before = mentions.size();
        spans(line, number);
        withoutAbsent(before, line);
        if (!folders.isEmpty()) {
            mentions.subList(before, mentions.size())
                    .replaceAll(one -> one instanceof Mention.FilePath path ? path.within(folders) : one);
        }
    }

    /** Removes what a line itself says to be absent. A link that leads to nothing is one, whatever the line says. */
    private void withoutAbsent(int before, String line) {
        if (mentions.size() > before && Context.isOfAbsence(line)) {
            mentions.subList(before, mentions.size())
                    .removeIf(one -> !(one instanceof Mention.FileLink) && !(one instanceof Mention.NoteName));
        }
    }

    /** Returns the fence that a line opens with; null if it opens none. */
    private static @Nullable String opening(String line) {
        if (!line.startsWith("```") && !line.startsWith("~~~")) {
            return null;
        }
        int length = runAt(line, 0);
        // Backticks after the first ones: a code span.
        return line.charAt(0) == '`' && line.indexOf('`', length) >= 0 ? null : line.substring(0, length);
    }

    private void open(String opening, String line) {
        String language = line.substring(opening.length()).strip().toLowerCase(Locale.ROOT);
        int blank = language.indexOf(' ');
        String word = blank < 0 ? language : language.substring(0, blank);
        fence = opening;
        isShell = SHELLS.contains(word);
        isSession = SESSIONS.contains(word);
        isOver = false;
    }

    private static boolean isClosing(String line, String fence) {
        return line.length() >= fence.length() && line.charAt(0) == fence.charAt(0) && runAt(line, 0) == line.length();
    }

    private static int runAt(String line, int from) {
        int end = from;
        while (end < line.length() && line.charAt(end) == line.charAt(from)) {
            end++;
        }
        return end - from;
    }

    private void shell(String line, int number) {
        if (line.startsWith("#") || isSession && !line.startsWith("$ ")) {
            return;
        }
        // The rest may be text that a command reads.
        isOver = line.contains("<<");
        int comment = line.indexOf(" #");
        int before = mentions.size();
        ShellCommand.read(line, number, false, mentions::add);
        withoutAbsent(before, comment < 0 ? "" : line.substring(comment));
    }

    /** Splits a line into code spans and the text between them. */
    private void spans(String line, int number) {
        int[] closing = closingRuns(line);
        int text = 0;
        int p = 0;
        while (p < line.length()) {
            if (line.charAt(p) != '`') {
                p++;
                continue;
            }
            int length = runAt(line, p);
            int close = length <= 2 ? closing[p] : -1;
            if (close < 0) {
                p += length;
                continue;
            }
            prose(line.substring(text, p), number);
            code(
                    line.substring(p + length, close).strip(),
                    number,
                    line.substring(0, p),
                    line.substring(close + length));
            p = close + length;
            text = p;
        }
        prose(line.substring(text), number);
    }

    /** Returns for the start of each run of one or two backticks the start of the next run of the same length; -1 if none. */
    private static int[] closingRuns(String line) {
        int[] closing = new int[line.length()];
        int[] next = {-1, -1, -1};
        int p = line.length() - 1;
        while (p >= 0) {
            if (line.charAt(p) != '`') {
                p--;
                continue;
            }
            int end = p;
            while (p >= 0 && line.charAt(p) == '`') {
                p--;
            }
            int length = end - p;
            closing[p + 1] = length <= 2 ? next[length] : -1;
            if (length <= 2) {
                next[length] = p + 1;
            }
        }
        return closing;
    }

    private void code(String code, int number, String before, String after) {
        if (code.isEmpty() || code.length() > LONGEST_LINK || isFull()) {
            return;
        }
        if (code.startsWith("mem:")) {
            memory(code, 0, number);
        } else if (code.indexOf(' ') >= 0) {
            ShellCommand.read(code, number, false, mentions::add);
        } else {
            int known = mentions.size();
            PackageForm.of(code, number, before, after).ifPresent(mentions::add);
            if (mentions.size() == known) {
                ShellCommand.read(code, number, false, mentions::add);
            }
            // A pattern such as `src/*`x`.ts` continues.
            boolean isJoined = isJoined(before, after);
            if (mentions.size() == known && !isJoined) {
                PathForm.of(code, number, true).ifPresent(mentions::add);
            }
        }
    }

    private static boolean isJoined(String before, String after) {
        return !before.isEmpty() && "/<{$*".indexOf(before.charAt(before.length() - 1)) >= 0
                || !after.isEmpty() && "/<{$".indexOf(after.charAt(0)) >= 0;
    }

    /** Reads text without code spans: links, names of notes, and paths. */
    private void prose(String text, int number) {
        if (text.isBlank() || isFull()) {
            return;
        }
        StringBuilder rest = new StringBuilder(text);
        links(text, number, rest);
        notes(text, number, rest);
        for (int at = text.indexOf("mem:"); at >= 0 && !isFull(); at = text.indexOf("mem:", at + 1)) {
            if (at == 0
                    || !Character.isLetterOrDigit(text.charAt(at - 1)) && "/:.-_".indexOf(text.charAt(at - 1)) < 0) {
                memory(text, at, number);
            }
        }
        plain(rest.toString(), number, false);
    }

    private void links(String text, int number, StringBuilder rest) {
        for (int at = text.indexOf("]("); at >= 0 && !isFull(); at = text.indexOf("](", at + 2)) {
            int limitOfLink = Math.min(text.length(), at + LONGEST_LINK);
            int end = at + 2;
            while (end < limitOfLink && text.charAt(end) != ')' && text.charAt(end) != '(') {
                end++;
            }
            if (end < limitOfLink && text.charAt(end) == ')') {
                link(text.substring(at + 2, end), number);
                blank(rest, at, end);
            }
        }
    }

    private static void blank(StringBuilder text, int from, int to) {
        for (int i = from; i <= to; i++) {
            text.setCharAt(i, ' ');
        }
    }

    private void link(String written, int number) {
        LinkForm.of(written, number).ifPresent(mentions::add);
    }

    private static int indexOr(String text, char c) {
        int index = text.indexOf(c);
        return index < 0 ? text.length() : index;
    }

    private void notes(String text, int number, StringBuilder rest) {
        for (int at = text.indexOf("[["); at >= 0 && !isFull(); at = text.indexOf("[[", at + 2)) {
            int limitOfName = Math.min(text.length(), at + 2 + LONGEST_NAME);
            int end = at + 2;
            while (end < limitOfName && "[]<>{}\"'$".indexOf(text.charAt(end)) < 0) {
                end++;
            }
            boolean isClosed = end + 1 < text.length() && text.charAt(end) == ']' && text.charAt(end + 1) == ']';
            if (isClosed && end < limitOfName) {
                note(text.substring(at + 2, end), number);
                blank(rest, at, end + 1);
            }
        }
    }

    private void note(String written, int number) {
        int end = Math.min(indexOr(written, '|'), indexOr(written, '#'));
        String name = written.substring(0, end);
        // A blank begins a condition of a shell: [[ -f file ]].
        boolean isCondition = name.isBlank() || Character.isWhitespace(name.charAt(0));
        boolean isOther = name.indexOf(':') >= 0 || name.indexOf('*') >= 0 || name.indexOf(',') >= 0;
        if (!isCondition && !isOther && !NO_NOTES.contains(name.strip().toLowerCase(Locale.ROOT))) {
            mentions.add(new Mention.NoteName(number, "[[" + written + "]]", name.strip()));
        }
    }

    private void memory(String text, int at, int number) {
        int end = at + "mem:".length();
        int limitOfName = Math.min(text.length(), end + LONGEST_NAME);
        while (end < limitOfName
                && (Character.isLetterOrDigit(text.charAt(end)) || "_./-".indexOf(text.charAt(end)) >= 0)) {
            end++;
        }
        boolean isPattern = end < text.length() && "<{*$[".indexOf(text.charAt(end)) >= 0;
        String name = text.substring(at + "mem:".length(), end);
        while (!name.isEmpty() && "./-".indexOf(name.charAt(name.length() - 1)) >= 0) {
            name = name.substring(0, name.length() - 1);
        }
        if (!isPattern && !name.isEmpty() && !NO_NOTES.contains(name)) {
            mentions.add(new Mention.NoteName(number, "mem:" + name, name));
        }
    }

    /** Reads the words of a text that are paths by their form alone. */
    private void plain(String text, int number, boolean isCode) {
        int start = -1;
        for (int i = 0; i <= text.length() && !isFull(); i++) {
            boolean isOfWord = i < text.length() && isOfPath(text.charAt(i));
            if (isOfWord && start < 0) {
                start = i;
            } else if (!isOfWord && start >= 0) {
                word(text, start, i, number, isCode);
                start = -1;
            }
        }
    }

    private static boolean isOfPath(char c) {
        return Character.isLetterOrDigit(c) || "._-/@+:#~$%\\=&?".indexOf(c) >= 0;
    }

    private void word(String text, int start, int end, int number, boolean isCode) {
        int last = end;
        while (last > start && ".:?-".indexOf(text.charAt(last - 1)) >= 0) {
            last--;
        }
        char before = start == 0 ? ' ' : text.charAt(start - 1);
        char after = end == text.length() ? ' ' : text.charAt(end);
        boolean isBold = before == '*' && after == '*';
        boolean isPattern = !isBold && ("*<{[>}]".indexOf(before) >= 0 || "*<{[(".indexOf(after) >= 0);
        String word = text.substring(start, last);
        if (isPattern || word.indexOf('/') <= 0 || !PathForm.hasSuffix(word.replaceFirst("[:#].*$", ""))) {
            return;
        }
        if (isCode && word.startsWith(".")) {
            return;
        }
        PathForm.of(word, number, false)
                .ifPresent(found ->
                        mentions.add(isCode && found instanceof Mention.FilePath path ? path.rooted() : found));
    }
}
