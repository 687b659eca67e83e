package loom.aml.cli.english;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A paragraph of a source file that people read: of a comment, a message, a page, or the name of a test.
 *
 * @param line the line in which it begins, from 1
 * @param text all on one line, code replaced by {@code X}
 */
record Paragraph(int line, String text) {
    private static final Pattern TOKEN = Pattern.compile(
            "/\\*(?s:.*?)\\*/|//[^\\n]*|\"\"\"(?s:.*?)\"\"\"|\"(?:\\\\.|[^\"\\\\\\n])*+\"" + "|'(?:\\\\.|[^'\\\\])'");
    private static final Pattern BREAK =
            Pattern.compile("\\n\\s*\\*?\\s*\\n(?:\\s*\\*?\\s*<p>)?|\\n\\s*\\*?\\s*(?=@\\w+ )|\\n\\s*\\*?\\s*<p>");
    private static final Pattern CODE = Pattern.compile("\\{@\\w+[^}]*\\}|`[^`]*`|<pre>.*?</pre>");
    private static final Pattern TEST = Pattern.compile("\\bvoid (\\w+)\\(");
    private static final Pattern BLOCK = Pattern.compile("(?:[^\\n]+\\n?)+");
    private static final Pattern FENCE = Pattern.compile("(?s)```.*?```");
    private static final Pattern REMARK = Pattern.compile("(?m)^\\s*#(?!!)(.*(?:\\n\\s*#.*)*)");
    private static final Pattern XML_COMMENT = Pattern.compile("(?s)<!--(.*?)-->");
    private static final Pattern DESCRIPTION = Pattern.compile("\"description\"\\s*:\\s*\"([^\"]*)\"");

    /** Comments and messages of a source file; of a test, its comments and the names of its methods. */
    static List<Paragraph> ofJava(String source, boolean isTest) {
        List<Paragraph> found = new ArrayList<>();
        Matcher token = TOKEN.matcher(source);
        while (token.find()) {
            String text = token.group();
            if (text.startsWith("/*")) {
                addComment(source, token.start(), text.substring(2, text.length() - 2), found);
            } else if (text.startsWith("//")) {
                add(source, token.start(), text.substring(2), found);
            } else if (text.startsWith("\"") && !isTest) {
                add(source, token.start(), text.replace("\"", ""), found);
            }
        }
        Matcher name = TEST.matcher(source);
        while (isTest && name.find()) {
            String words = name.group(1).replace("_", " . ").replaceAll("([a-z0-9])([A-Z])", "$1 $2");
            add(source, name.start(), words.toLowerCase(Locale.ROOT), found);
        }
        return found;
    }

    private static void addComment(String source, int start, String comment, List<Paragraph> found) {
        Matcher end = BREAK.matcher(comment);
        int from = 0;
        while (end.find()) {
            add(source, start + 2 + from, comment.substring(from, end.start()), found);
            from = end.end();
        }
        add(source, start + 2 + from, comment.substring(from), found);
    }

    /** Paragraphs of a page, without headings and code. */
    static List<Paragraph> ofMarkdown(String page) {
        String prose = FENCE.matcher(page)
                .replaceAll(fence -> "\n".repeat((int) fence.group().lines().count() - 1));
        List<Paragraph> found = new ArrayList<>();
        Matcher block = BLOCK.matcher(prose);
        while (block.find()) {
            if (!block.group().startsWith("#")) {
                add(prose, block.start(), block.group(), found);
            }
        }
        return found;
    }

    /** Comments of a shell script or an options file. */
    static List<Paragraph> ofScript(String script) {
        return ofMatches(script, REMARK, "\\n\\s*#");
    }

    /** Comments of an XML file. */
    static List<Paragraph> ofXml(String xml) {
        return ofMatches(xml, XML_COMMENT, "\\n");
    }

    private static List<Paragraph> ofMatches(String source, Pattern pattern, String lineBreak) {
        List<Paragraph> found = new ArrayList<>();
        Matcher comment = pattern.matcher(source);
        while (comment.find()) {
            add(source, comment.start(1), comment.group(1).replaceAll(lineBreak, "\n"), found);
        }
        return found;
    }

    /** Descriptions in a JSON schema. */
    static List<Paragraph> ofSchema(String schema) {
        List<Paragraph> found = new ArrayList<>();
        Matcher description = DESCRIPTION.matcher(schema);
        while (description.find()) {
            add(schema, description.start(), description.group(1), found);
        }
        return found;
    }

    private static void add(String source, int start, String text, List<Paragraph> found) {
        int line = 1
                + (int) source.substring(0, start)
                        .chars()
                        .filter(c -> c == '\n')
                        .count();
        String joined = text.replaceAll("\\s*\\n\\s*\\*?\\s*", " ")
                .replaceFirst("^\\*", "")
                .strip();
        found.add(new Paragraph(line, CODE.matcher(joined).replaceAll("X")));
    }
}
