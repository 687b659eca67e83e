package loom.aml.merge.text;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import loom.aml.io.Sha256;

/**
 * Splits a text, plain or Markdown, into sentences. Headings, parents of lists, quotations and introductions that end with a colon
 * become the context of what they govern, so that a sentence under "Never" is not the sentence under "Always". The items of numbered
 * lists, rows of tables and code keep their place.
 */
public final class Segmenter {
    private static final Pattern HEADING = Pattern.compile("(#{1,6})\\s+(.*)");
    private static final Pattern LIST = Pattern.compile("(\\s*)([-*+]|\\d{1,9}[.)])\\s+(.*)");
    private static final Pattern BULLET = Pattern.compile("(?m)^[ \\t]*([-*+])[ \\t]");
    private static final Pattern INDENT = Pattern.compile("(\\s+)\\S.*");
    private static final Pattern FENCE = Pattern.compile("\\s{0,3}(```+|~~~+).*");
    private static final Pattern END = Pattern.compile("[.!?][\"')\\]]*(?=\\s)|[。！？]");
    private static final Pattern ABBREVIATION = Pattern.compile(
            "(?i)(?:^|.*[\\s(])(?:e\\.g|i\\.e|etc|vs|approx|no|dr|mr|mrs|st|incl|resp|ca|cf|fig|z\\.B|d\\.h|bzw|usw|(?<!\\d )[a-z])");

    /** A line may be continued by the next one from this length: shorter ones end where their author ended them. */
    private static final int WRAPPED = 50;

    private static final int LONGEST_LABEL = 3;
    private static final int LONGEST_KEY = 64;
    private static final int LONGEST_ABBREVIATION = 16;
    /** Lists that are nested deeper are read as one level. */
    private static final int DEEPEST = 12;

    /** Words whose capitals have a meaning, because the text has them in several cases. */
    private final Set<String> cased;

    private final boolean hasSeveralSigns;
    private final List<Sentence> sentences = new ArrayList<>();
    private final List<String> headings = new ArrayList<>();
    private final List<Parent> parents = new ArrayList<>();
    private final StringBuilder paragraph = new StringBuilder();
    private String introduction = "";
    private String lastContext = "";
    private boolean isItemOrdered;
    private boolean isQuoted;

    /** An item of a list, to which the items that are indented deeper belong. */
    private record Parent(int indent, String key) {}

    private Segmenter(String text) {
        this.cased = Capitals.severalIn(text);
        this.hasSeveralSigns = BULLET.matcher(text)
                        .results()
                        .map(bullet -> bullet.group(1))
                        .distinct()
                        .count()
                > 1;
    }

    /** Returns the sentences of a text in its order. */
    public static List<Sentence> sentences(String text) {
        Segmenter segmenter = new Segmenter(text);
        segmenter.read(text.lines().toList());
        return segmenter.sentences;
    }

    /** Returns a text as one sentence that is compared character by character, except for blanks at the ends of lines. */
    public static Sentence code(String text) {
        return Sentence.verbatim(
                String.join(
                        "\n",
                        text.stripTrailing().lines().map(String::stripTrailing).toList()),
                "");
    }

    /** Returns a text as one sentence, to mark its words; its line breaks are blanks. */
    public static Sentence whole(String text) {
        return Sentence.of(text, "", true, Set.of());
    }

    private void read(List<String> lines) {
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            Matcher fence = FENCE.matcher(line);
            if (fence.matches()) {
                i = block(lines, i, fence.group(1));
            } else {
                line(line);
            }
        }
        flush();
    }

    /** Reads a block of code; returns the index of its last line. */
    private int block(List<String> lines, int from, String fence) {
        flush();
        int end = from + 1;
        while (end < lines.size() && !lines.get(end).strip().startsWith(fence)) {
            end++;
        }
        List<String> code = lines.subList(from, Math.min(end + 1, lines.size()));
        sentences.add(Sentence.verbatim(
                String.join("\n", code.stream().map(String::stripTrailing).toList()), context()));
        return end;
    }

    private void line(String written) {
        String line = quoted(written);
        Matcher heading = HEADING.matcher(line);
        Matcher item = LIST.matcher(line);
        if (line.isBlank()) {
            flush();
            parents.clear();
        } else if (heading.matches()) {
            heading(heading.group(1).length(), heading.group(2));
        } else if (item.matches()) {
            item(item);
        } else if (line.strip().startsWith("|") || (parents.isEmpty() && isIndented(line))) {
            flush();
            sentences.add(Sentence.of(line.strip(), context() + "\u0003" + indent(line), true, cased));
        } else if (paragraph.isEmpty() || isContinued(line)) {
            paragraph.append(paragraph.isEmpty() ? "" : " ").append(line.strip());
        } else {
            flush();
            paragraph.append(line.strip());
        }
    }

    /** Returns whether a line is part of a block whose indentation has a meaning: code, YAML; not the rest of a paragraph. */
    private boolean isIndented(String line) {
        boolean isRest = !paragraph.isEmpty() && isContinued(line);
        return !isRest && !indent(line).isEmpty();
    }

    private static String indent(String line) {
        Matcher indent = INDENT.matcher(line);
        return indent.matches() ? indent.group(1) : "";
    }

    /** Removes the mark of a quotation, which is context. */
    private String quoted(String line) {
        boolean isQuotation = line.startsWith(">");
        if (isQuotation != isQuoted) {
            flush();
            isQuoted = isQuotation;
        }
        return isQuotation ? line.substring(1).stripLeading() : line;
    }

    private boolean isContinued(String line) {
        char last = paragraph.charAt(paragraph.length() - 1);
        return paragraph.length() >= WRAPPED
                && (Character.isLetterOrDigit(last) || last == ',')
                && Character.isLowerCase(line.strip().charAt(0));
    }

    private void heading(int level, String text) {
        flush();
        parents.clear();
        introduction = "";
        while (headings.size() >= level) {
            headings.removeLast();
        }
        while (headings.size() < level - 1) {
            headings.add("");
        }
        Sentence heading = Sentence.of(text, String.join("\u0003", headings) + "\u0003#", true, cased);
        sentences.add(heading);
        headings.add(key(heading));
    }

    private void item(Matcher item) {
        flush();
        int indent = item.group(1).replace("\t", "    ").length();
        while (!parents.isEmpty() && parents.getLast().indent >= indent) {
            parents.removeLast();
        }
        isItemOrdered = Character.isDigit(item.group(2).charAt(0));
        boolean isMarked = isItemOrdered || hasSeveralSigns || item.group(2).equals("+");
        String mark = isMarked ? '\u0003' + item.group(2) : "";
        String key = "";
        for (String text : split(item.group(3))) {
            Sentence sentence = Sentence.of(text, context() + mark, isItemOrdered, cased);
            sentences.add(sentence);
            key = key.isEmpty() ? key(sentence) : key;
        }
        isItemOrdered = false;
        if (parents.size() < DEEPEST) {
            parents.add(new Parent(indent, key));
        }
    }

    /** Returns the context of the next sentence; the same object for sentences of the same context, which can be many. */
    private String context() {
        StringBuilder context = new StringBuilder(String.join("\u0003", headings));
        parents.forEach(parent -> context.append('\u0003').append(parent.key));
        String now =
                context.append(introduction).append(isQuoted ? "\u0003>" : "").toString();
        lastContext = now.equals(lastContext) ? lastContext : now;
        return lastContext;
    }

    /** Returns the name of a sentence in the context of others, which is short however long the sentence is. */
    private static String key(Sentence sentence) {
        String form = sentence.form();
        return form.length() <= LONGEST_KEY
                ? form
                : Sha256.of(form.getBytes(StandardCharsets.UTF_8)).hex();
    }

    private void flush() {
        for (String text : split(paragraph.toString())) {
            Sentence sentence = Sentence.of(text, context(), isItemOrdered, cased);
            sentences.add(sentence);
            if (parents.isEmpty() && isLabel(sentence)) {
                introduction = '\u0003' + key(sentence);
            }
        }
        paragraph.setLength(0);
        isItemOrdered = false;
    }

    /** Returns whether a sentence may be the label of what follows: "In staging.", a line without a full stop. */
    private static boolean isLabel(Sentence sentence) {
        String text = sentence.text();
        boolean isTerminated = ".!?。".indexOf(text.charAt(text.length() - 1)) >= 0;
        return !isTerminated
                || (!sentence.has(WordClass.STATE) && sentence.words().size() <= LONGEST_LABEL);
    }

    private static List<String> split(String paragraph) {
        List<String> parts = new ArrayList<>();
        Matcher end = END.matcher(paragraph);
        int from = 0;
        while (end.find()) {
            if (isEnd(paragraph, from, end)) {
                parts.add(paragraph.substring(from, end.end()).strip());
                from = end.end();
            }
        }
        parts.add(paragraph.substring(from).strip());
        parts.removeIf(String::isEmpty);
        return parts;
    }

    private static boolean isEnd(String paragraph, int from, Matcher end) {
        int next = end.end();
        while (next < paragraph.length() && Character.isWhitespace(paragraph.charAt(next))) {
            next++;
        }
        boolean startsSentence = next == paragraph.length() || !Character.isLowerCase(paragraph.codePointAt(next));
        boolean isStop = paragraph.charAt(end.start()) == '.';
        return startsSentence && !(isStop && endsWithAbbreviation(paragraph, from, end.start()));
    }

    private static boolean endsWithAbbreviation(String paragraph, int from, int to) {
        String last = paragraph.substring(Math.max(from, to - LONGEST_ABBREVIATION), to);
        return ABBREVIATION.matcher(last).matches();
    }
}
