package loom.aml.store.markdown;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The references from the text of one memory to others. */
final class NoteLinks {
    /** {@code [[name]]}, {@code mem:name} or {@code ](file.md)}; each part is limited, so that any text takes linear time. */
    private static final Pattern LINK = Pattern.compile(
            "\\[\\[([^\\[\\]|#\\r\\n]{1,200})(?:[|#][^\\[\\]\\r\\n]{0,200})?]]"
                    + "|(?<![\\w/:.-])mem:([\\p{L}\\p{N}_][\\p{L}\\p{N}_./-]{0,200})"
                    + "|]\\(<?([^()<>\\r\\n#?]{1,300}?\\.md)(?:#[^()<>\\s]{0,200})?>?(?:\\s+\"[^\"\\r\\n]{0,200}\")?\\)");

    private static final Pattern SCHEME = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*:.*");

    private NoteLinks() {}

    /** Returns the targets as written, in order and without repeats. Links in code blocks are examples. */
    static List<String> of(String text) {
        SequencedSet<String> targets = new LinkedHashSet<>();
        for (MarkdownLines.Line line : MarkdownLines.of(text)) {
            if (line.kind() == MarkdownLines.Kind.TEXT) {
                addOf(line.raw(), targets);
            }
        }
        return List.copyOf(targets);
    }

    private static void addOf(String line, SequencedSet<String> targets) {
        Matcher link = LINK.matcher(line);
        while (link.find()) {
            String name = link.group(1);
            String memory = link.group(2);
            String file = link.group(3);
            if (name != null) {
                // A blank begins a condition of a shell: [[ -f file ]].
                if (!name.isBlank() && !Character.isWhitespace(name.charAt(0))) {
                    targets.add(name.strip());
                }
            } else if (memory != null) {
                targets.add(memory.replaceAll("[./-]+$", ""));
            } else if (!file.startsWith("/") && !SCHEME.matcher(file).matches()) {
                targets.add(file.strip());
            }
        }
    }
}
