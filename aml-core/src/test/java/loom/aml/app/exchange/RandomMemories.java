package loom.aml.app.exchange;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import loom.aml.json.JsonObject;

/** Random notes and graphs, with what real ones have: any language, quotes, odd line breaks, missing parts. */
final class RandomMemories {
    private static final List<String> TEXTS = List.of(
            "The rule. **Why:** it broke twice.",
            "uses JWT",
            "über 'quotes' and \"more\"",
            "- a bullet of its own",
            "## Code",
            "```\nfenced\n```",
            "日本語 🚀",
            "tab\there",
            "ends with space ",
            " begins with space",
            "line\nbreak",
            "a\n\nparagraph",
            "\u2028 separator \u0085 control",
            "x-aml: 'not one'",
            "[[other-name]] and mem:name",
            "");

    private static final List<String> HEADS = List.of(
            "name: short-commits",
            "title: 'It''s a title'",
            "description: \"one \\\"line\\\"\"",
            "description: |\n  a block\n  of two",
            "metadata:\n  node_type: memory\n  type: feedback\n  modified: 2026-09-05T23:09:41.205Z",
            "type: project",
            "tags: [a, \"b, c\"]",
            "created: 2026-01-02",
            "x-team: payments",
            "unclosed: \"text");

    private final SplittableRandom random;

    RandomMemories(long seed) {
        this.random = new SplittableRandom(seed);
    }

    private String pick(List<String> list) {
        return list.get(random.nextInt(list.size()));
    }

    void notes(Path folder, boolean isIndexed) throws IOException {
        int count = 1 + random.nextInt(6);
        StringBuilder index = new StringBuilder("# Memory\n\nProse of the index.\n\n");
        for (int i = 0; i < count; i++) {
            String name = (random.nextInt(4) == 0 ? "team/" : "") + "note-" + i;
            StringBuilder note = new StringBuilder();
            if (random.nextInt(4) > 0) {
                note.append("---\n");
                for (int line = random.nextInt(5); line > 0; line--) {
                    note.append(pick(HEADS)).append('\n');
                }
                note.append("---\n").append(random.nextBoolean() ? "\n" : "");
            }
            note.append("Text ").append(i).append('\n');
            for (int line = random.nextInt(5); line > 0; line--) {
                note.append(pick(TEXTS)).append('\n');
            }
            String text = random.nextInt(5) == 0 ? note.toString().replace("\n", "\r\n") : note.toString();
            Exchanges.file(folder.resolve(name + ".md"), text);
            index.append("- [Note ")
                    .append(i)
                    .append("](")
                    .append(name)
                    .append(".md) — hook ")
                    .append(i)
                    .append('\n');
        }
        if (isIndexed) {
            Exchanges.file(
                    folder.resolve("MEMORY.md"),
                    index + "\n## Deploys\n\nThe key rotates weekly.\n" + pick(TEXTS) + "\n");
        }
    }

    void graph(Path file) throws IOException {
        StringBuilder lines = new StringBuilder();
        int count = 1 + random.nextInt(6);
        for (int i = 0; i < count; i++) {
            StringBuilder observations = new StringBuilder();
            for (int o = random.nextInt(4); o > 0; o--) {
                observations.append(observations.isEmpty() ? "" : ",").append(quoted(pick(TEXTS)));
            }
            lines.append("{\"type\":\"entity\",\"name\":")
                    .append(quoted("entity " + i + pick(TEXTS)))
                    .append(",\"entityType\":\"component\",\"observations\":[")
                    .append(observations)
                    .append("]}\n");
            lines.append("{\"type\":\"relation\",\"from\":\"entity ")
                    .append(random.nextInt(9))
                    .append("\",\"to\":\"redis\",\"relationType\":")
                    .append(quoted("caches-in" + random.nextInt(3)))
                    .append("}\n");
        }
        Exchanges.file(file, lines.toString().strip());
    }

    private static String quoted(String text) {
        return JsonObject.quoted(text);
    }
}
