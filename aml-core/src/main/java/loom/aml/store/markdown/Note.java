package loom.aml.store.markdown;

import org.jspecify.annotations.Nullable;

/**
 * A Markdown file with one memory, in two parts.
 *
 * <pre>
 *   frontmatter   [BOM] [ "---" line break, YAML lines, "---" line break, blank lines ]
 *   text          everything else
 * </pre>
 *
 * @param frontmatter empty if the file has neither
 */
record Note(String frontmatter, String text) {
    private static final String MARK = "\ufeff";

    /** Splits the content of a file. */
    static Note of(String file) {
        int end = Frontmatter.end(file, file.startsWith(MARK) ? 1 : 0);
        return new Note(file.substring(0, end), file.substring(end));
    }

    String file() {
        return frontmatter + text;
    }

    /** Returns the first heading; null if absent or without text. */
    MarkdownLines.@Nullable Line heading() {
        for (MarkdownLines.Line line : MarkdownLines.of(text)) {
            if (line.isHeading()) {
                int[] title = MarkdownLines.titleOf(line.raw());
                if (title[0] < title[1]) {
                    return line;
                }
            }
        }
        return null;
    }

    /** Returns the text of the first heading; null if absent. */
    @Nullable
    String headline() {
        MarkdownLines.Line heading = heading();
        if (heading == null) {
            return null;
        }
        int[] title = MarkdownLines.titleOf(heading.raw());
        return heading.raw().substring(title[0], title[1]);
    }

    /** Returns the note with another text of its first heading, which must exist. */
    Note withHeadline(MarkdownLines.Line heading, String headline) {
        int[] title = MarkdownLines.titleOf(heading.raw());
        return new Note(
                frontmatter,
                text.substring(0, heading.start() + title[0]) + headline + text.substring(heading.start() + title[1]));
    }

    /** Returns the line break that the file uses. */
    String lineBreak() {
        return MarkdownLines.lineBreak(file());
    }
}
