package loom.aml.exchange;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import loom.aml.json.JsonObject;

/**
 * Items as notes in Markdown. A note keeps its bytes. Any other item becomes a note whose frontmatter has an {@link Envelope}
 * in one line:
 *
 * <pre>
 *   ---
 *   name: pattern_retry-with-backoff
 *   title: "Retry with backoff"
 *   description: "Retry with backoff"
 *   metadata:
 *     node_type: memory
 *     type: pattern
 *     origin: loom
 *     modified: 2026-09-05T23:09:41.205Z
 *   created: 2026-01-07T10:00:00Z
 *   tags: ["http", "io"]
 *   x-aml: '{"kind":"pattern",..}'
 *   ---
 * </pre>
 */
final class NoteForm {
    /** A program that reads more YAML than this into its head would not be helped by it. */
    static final int LARGEST = 48 << 10;

    private static final int LONGEST_DESCRIPTION = 200;
    private static final String BEGINNING = Envelope.NAME + ": '";

    /** The colours of a terminal, and everything else that no line shows. */
    private static final Pattern UNSEEN =
            Pattern.compile("\u001b\\[[0-9;]*[A-Za-z]|[\\p{Cntrl}\\s\u0085\u2028\u2029]+");

    private NoteForm() {}

    /** Returns whether a note needs no frontmatter from aml. */
    static boolean isOwn(ExchangedItem item) {
        return item.kind() == ExchangeKind.NOTE
                && RawItem.of(item.original()).value("extra").isEmpty()
                && !isComposed(item);
    }

    /** A note from a format without frontmatter has fields that a plain text cannot hold. */
    private static boolean isComposed(ExchangedItem item) {
        RawItem note = RawItem.of(item.original());
        return note.value("frontmatter").isEmpty()
                && (note.value("tags").isPresent()
                        || note.value("type").isPresent()
                        || note.value("created").isPresent()
                        || note.value("description").isPresent());
    }

    /** Returns a note under an id, as the JSON that a store of notes takes. */
    static String own(ExchangedItem item, String id) {
        RawItem note = RawItem.of(item.original()).set("id", JsonObject.quoted(id));
        List.of("links", "created", "updated").forEach(note::remove);
        if (note.value("frontmatter").isEmpty()) {
            // Without frontmatter the text is all there is, and the title is that of its heading.
            return JsonObject.builder()
                    .put("id", id)
                    .put("frontmatter", "")
                    .put("text", note.text("text").orElse(""))
                    .build()
                    .toString();
        }
        return note.toString();
    }

    /**
     * Returns an item as a note with frontmatter.
     *
     * @param id the path of the note without its suffix
     * @return empty if the envelope is too large for frontmatter
     */
    static Optional<String> enveloped(ExchangedItem item, String id, Envelope envelope) {
        String json = escaped(envelope.json());
        if (json.length() > LARGEST) {
            return Optional.empty();
        }
        return Optional.of(note(item, id, Envelope.NAME + ": '" + json.replace("'", "''") + "'\n"));
    }

    private static String note(ExchangedItem item, String id, String last) {
        Words words = item.words();
        String name = id.substring(id.lastIndexOf('/') + 1);
        String seen = line(words.title());
        String title = seen.isEmpty() ? name : seen;
        StringBuilder head =
                new StringBuilder("---\nname: ").append(quoted(name)).append('\n');
        head.append("title: ").append(quoted(title)).append('\n');
        head.append("description: ")
                .append(quoted(cut(words.description().orElse(title))))
                .append('\n');
        head.append("metadata:\n  node_type: memory\n");
        words.type()
                .map(String::strip)
                .filter(type -> !type.isEmpty())
                .ifPresent(type -> head.append("  type: ").append(quoted(type)).append('\n'));
        head.append("  origin: ").append(quoted(item.origin())).append('\n');
        words.updated()
                .ifPresent(
                        time -> head.append("  modified: ").append(quoted(time)).append('\n'));
        words.created()
                .ifPresent(time -> head.append("created: ").append(quoted(time)).append('\n'));
        if (!words.tags().isEmpty()) {
            head.append("tags: [")
                    .append(String.join(
                            ", ", words.tags().stream().map(NoteForm::quoted).toList()))
                    .append("]\n");
        }
        head.append(last).append("---\n\n");
        return JsonObject.builder()
                .put("id", id)
                .put("frontmatter", head.toString())
                .put("text", words.text().isBlank() ? "# " + title + "\n" : words.text())
                .build()
                .toString();
    }

    private static String cut(String text) {
        String line = line(text);
        if (line.length() <= LONGEST_DESCRIPTION) {
            return line;
        }
        int end = line.lastIndexOf(' ', LONGEST_DESCRIPTION);
        int cut = end <= 0 ? LONGEST_DESCRIPTION : end;
        return line.substring(0, Character.isHighSurrogate(line.charAt(cut - 1)) ? cut - 1 : cut);
    }

    /** Returns a text as YAML: a JSON string is one, if what YAML does not print is escaped. */
    private static String quoted(String text) {
        return escaped(JsonObject.quoted(text));
    }

    private static String escaped(String json) {
        StringBuilder out = new StringBuilder(json.length());
        for (int i = 0; i < json.length(); i++) {
            char c = json.charAt(i);
            boolean isEscaped = c >= 0x7f && c <= 0xa0
                    || c == 0x2028
                    || c == 0x2029
                    || c == 0xfeff
                    || c >= 0xfffe
                    || isUnpaired(json, i);
            if (isEscaped) {
                out.append(String.format("\\u%04x", (int) c));
            } else {
                out.append(c);
            }
        }
        return out.toString();
    }

    private static boolean isUnpaired(String text, int i) {
        char c = text.charAt(i);
        if (Character.isHighSurrogate(c)) {
            return i + 1 == text.length() || !Character.isLowSurrogate(text.charAt(i + 1));
        }
        return Character.isLowSurrogate(c) && (i == 0 || !Character.isHighSurrogate(text.charAt(i - 1)));
    }

    /**
     * Returns the item that a note holds.
     *
     * @param note the note as a store renders it
     */
    static ExchangedItem read(String agent, String id, String note, String format) {
        RawItem raw = RawItem.of(note);
        ExchangedItem own = new ExchangedItem(ExchangeKind.NOTE, agent, id, note, format);
        return raw.text("frontmatter")
                .orElse("")
                .lines()
                .filter(line -> line.startsWith(BEGINNING) && line.endsWith("'"))
                .findFirst()
                .map(line ->
                        line.substring(BEGINNING.length(), line.length() - 1).replace("''", "'"))
                .flatMap(Envelope::parse)
                .map(envelope -> envelope.opened(withoutStandIns(own)))
                .orElse(own);
    }

    private static String line(String text) {
        return UNSEEN.matcher(text).replaceAll(" ").strip().replaceAll(" +", " ");
    }

    /** Returns the words of a note; a text that consists of nothing but its title stands for none. */
    private static Words withoutStandIns(ExchangedItem note) {
        Words words = note.words();
        boolean isTitle = words.text().strip().equals("# " + words.title());
        return new Words(
                words.title(),
                words.type(),
                words.description(),
                isTitle ? "" : words.text(),
                words.tags(),
                words.links(),
                words.created(),
                words.updated());
    }
}
