package loom.aml.store.markdown;

import java.util.List;
import java.util.SplittableRandom;

/** Random memories and indexes: pieces that occur, in any order, with any line ending. */
final class RandomMarkdown {
    private static final List<String> HEADS = List.of(
            "name: short-commits",
            "name: \"quoted: name\"",
            "title: 'It''s a title'",
            "title:",
            "description: \"one line, \\\"quoted\\\" \\u00e9\"",
            "description: plain text # comment",
            "description: |\n  a block\n  of two lines\n",
            "description: >-\n  folded\n  text",
            "metadata: \n  node_type: memory\n  type: feedback\n  modified: 2026-09-05T23:09:41.205Z",
            "metadata: {node_type: memory, type: user}",
            "type: project",
            "type: project\ntype: user",
            "tags: [a, \"b, c\", d]",
            "tags:\n  - one\n  - two # second",
            "tags:\n- one",
            "tags: x, y,,z ",
            "created: 2026-01-02",
            "modified: 2026-01-02 03:04:05",
            "x-team: payments \ud83d\ude80",
            "anchor: &a value\nalias: *a",
            "unclosed: \"text",
            "\tindented by a tab",
            "key: [1, 2",
            "",
            "# a comment",
            "? complex\n: value",
            "...",
            "!!java.lang.Object {}");

    private static final List<String> LINES = List.of(
            "The rule. **Why:** because; see [[other-name]] and [[a|b]].",
            "# Title",
            "## Deep ##",
            "###### Six",
            "#No heading",
            "",
            "",
            "   ",
            "---",
            "- [Short](short.md) \u2014 hook",
            "* [Star](sub/star.md): hook with [[link]]",
            "  + [Plus](<with blank.md>) - hook",
            "- [No hook](nohook.md)",
            "- [Dangling](dangling.md) \u2014 ",
            "- **[Bold](bold.md)** \u2014 hook",
            "- [ ] [Todo](todo.md)",
            "1. [Numbered](numbered.md) -- hook",
            "- [Brackets [x] (y)](a(b).md) hook",
            "- [Outside](../../secrets.md) \u2014 leads out",
            "- [Web](https://example.org/a.md \"tip\") \u2014 page",
            "- [Broken](broken.md",
            "- plain item",
            "  continues here",
            "\tcontinues with a tab",
            "```java\n- [In code](code.md) \u2014 no link\n# no heading\n```",
            "~~~",
            "```",
            "<!-- a comment",
            "-->",
            "<!-- [x](y.md) -->",
            "\u00fcber mem:architecture/storage. \ud83d\ude00 \u2028 \u0085",
            "`mem:name` [text](other.md#part) [abs](/abs.md)",
            "a lone \r return",
            "> quoted");

    private RandomMarkdown() {}

    static String note(SplittableRandom random) {
        StringBuilder file = new StringBuilder(random.nextInt(8) == 0 ? "\ufeff" : "");
        if (random.nextInt(4) > 0) {
            file.append(random.nextInt(9) == 0 ? "--- " : "---").append('\n');
            append(file, HEADS, random, random.nextInt(7));
            file.append(random.nextInt(12) == 0 ? "" : "---\n");
        }
        append(file, LINES, random, random.nextInt(8));
        return finished(file, random);
    }

    static String index(SplittableRandom random) {
        StringBuilder file = new StringBuilder(random.nextInt(8) == 0 ? "\ufeff" : "");
        append(file, LINES, random, random.nextInt(25));
        return finished(file, random);
    }

    private static void append(StringBuilder file, List<String> pieces, SplittableRandom random, int count) {
        for (int i = 0; i < count; i++) {
            file.append(pieces.get(random.nextInt(pieces.size()))).append('\n');
        }
    }

    private static String finished(StringBuilder file, SplittableRandom random) {
        String text = file.toString();
        if (random.nextInt(3) == 0) {
            text = text.replace("\n", "\r\n");
        } else if (random.nextInt(8) == 0) {
            text = text.replaceFirst("\n", "\r\n");
        }
        return random.nextInt(4) == 0 ? text.stripTrailing() : text;
    }
}
