package loom.aml.store.markdown;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Fills a memory folder as programs and people fill them: all shapes of notes, an index with prose, and rot. */
final class GeneratedNotes {
    private static final List<String> WORDS = List.of(
            "deploy",
            "naïve",
            "größe",
            "キャッシュ",
            "token",
            "it's",
            "\"quoted\"",
            "a: b",
            "# not",
            "🎈",
            "C:\\tmp",
            "- x");

    private final Random random;

    GeneratedNotes(long seed) {
        this.random = new Random(seed);
    }

    /** Writes a store of some notes. */
    void fill(NoteStore store) throws IOException {
        int count = random.nextInt(1, 12);
        List<String> lines = new ArrayList<>();
        String end = random.nextInt(4) == 0 ? "\r\n" : "\n";
        if (random.nextBoolean()) {
            lines.add("# Memory");
            lines.add("");
        }
        for (int i = 0; i < count; i++) {
            String name = "note_" + i + (random.nextInt(5) == 0 ? " with blank" : "");
            String folder = random.nextInt(6) == 0 ? "team/" : "";
            store.put(folder + name + ".md", note(name, end));
            if (folder.isEmpty() && random.nextInt(5) > 0) {
                lines.add("- [" + words(2) + "](" + name.replace(" ", "%20") + ".md) — " + words(5));
            }
            if (random.nextInt(6) == 0) {
                lines.add(random.nextBoolean() ? "## " + words(2) : words(6));
            }
        }
        if (random.nextInt(3) == 0) {
            lines.add("- [Gone](gone-" + random.nextInt(100) + ".md) — " + words(3));
        }
        if (random.nextInt(3) == 0) {
            store.put("copy.md", store.text(store.texts().firstKey()).getBytes(UTF_8));
        }
        if (random.nextInt(5) > 0) {
            // A file of one line without a line break does not show which one its former lines had.
            boolean isOpen = end.equals("\n") && random.nextBoolean();
            store.put("MEMORY.md", String.join(end, lines) + (isOpen ? "" : end));
        }
        store.put("logs/2026/11/30/1-session.md", "what happened");
    }

    private String note(String name, String end) {
        String text = String.join(end, "The rule is " + words(4) + ".", "", "**Why:** " + words(6))
                + (random.nextBoolean() ? end : "");
        return switch (random.nextInt(4)) {
            case 0 -> text;
            case 1 -> "# " + words(3) + end + end + text;
            case 2 ->
                String.join(
                                end,
                                "---",
                                "name: " + name,
                                "type: feedback",
                                "description: '" + plain() + "'",
                                "---",
                                "",
                                "")
                        + text;
            default ->
                String.join(
                                end,
                                "---",
                                "name: " + name,
                                "description: \"" + plain() + "\"",
                                "x-team: payments",
                                "metadata: ",
                                "  node_type: memory",
                                "  type: "
                                        + List.of("user", "project", "reference")
                                                .get(random.nextInt(3)),
                                "  modified: 2026-0" + random.nextInt(1, 10) + "-05T23:09:41.205Z",
                                "---",
                                "",
                                "")
                        + text;
        };
    }

    private String plain() {
        return "rule " + random.nextInt(1000);
    }

    private String words(int count) {
        List<String> words = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            words.add(WORDS.get(random.nextInt(WORDS.size())));
        }
        return "w" + String.join(" ", words).replace("[", "").replace("]", "");
    }
}
