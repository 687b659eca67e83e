package loom.aml.store.markdown;

import static loom.aml.store.markdown.MarkdownLines.afterBlankLines;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import loom.aml.io.DamagedException;
import loom.aml.json.JsonObject;
import loom.aml.store.Rendering;
import loom.aml.store.markdown.ElementList.Element;
import loom.aml.store.markdown.ElementList.Memory;
import org.jspecify.annotations.Nullable;

/**
 * A file with one memory in Markdown.
 *
 * <pre>
 *   {"id":"feedback_short-commits","title":..,"type":..,"description":..,"tags":[..],"links":[..],
 *    "created":..,"updated":..,"aml_merged_from":[..],"frontmatter":"---\n..---\n\n","text":".."}
 * </pre>
 *
 * <p>{@code frontmatter} and {@code text} are the file; the other fields are derived from them. Title, type, description and
 * tags can be given other values, which are written into the frontmatter, or as a heading if the file has no frontmatter. Links and times
 * are read only. An empty file is an empty collection.
 */
public final class NoteRendering implements Rendering {
    private static final String TITLE = "title";
    private static final String TYPE = "type";
    private static final String DESCRIPTION = "description";
    private static final String TAGS = "tags";
    private static final String MERGED_FROM = Frontmatter.MERGED_FROM;
    private static final String FRONTMATTER = "frontmatter";
    private static final String TEXT = "text";
    private static final Set<String> KNOWN =
            Set.of("id", TITLE, TYPE, DESCRIPTION, TAGS, "links", "created", "updated", MERGED_FROM, FRONTMATTER, TEXT);

    private final String id;

    /** @param path the path of the file in the store: {@code architecture/storage.md} */
    public NoteRendering(String path) {
        this.id = MarkdownName.withoutSuffix(path);
    }

    @Override
    public byte[] items(byte[] stored) throws DamagedException {
        String file = StoredText.decoded(stored);
        return ElementList.written(file.isEmpty() ? List.of() : List.of(new Memory(item(Note.of(file)))));
    }

    private JsonObject item(Note note) {
        Optional<Frontmatter> matter = Optional.ofNullable(Frontmatter.of(note.frontmatter()));
        JsonObject.Builder item = JsonObject.builder().put("id", id).put(TITLE, title(note, matter));
        matter.flatMap(Frontmatter::type).ifPresent(type -> item.put(TYPE, type));
        matter.flatMap(Frontmatter::description).ifPresent(text -> item.put(DESCRIPTION, text));
        put(item, TAGS, matter.map(Frontmatter::tags).orElse(List.of()));
        put(item, "links", NoteLinks.of(note.text()));
        matter.flatMap(Frontmatter::created).ifPresent(time -> item.put("created", time));
        matter.flatMap(Frontmatter::updated).ifPresent(time -> item.put("updated", time));
        put(item, MERGED_FROM, matter.map(Frontmatter::mergedFrom).orElse(List.of()));
        if (!note.frontmatter().isEmpty()) {
            item.put(FRONTMATTER, note.frontmatter());
        }
        return item.put(TEXT, note.text()).build();
    }

    private String title(Note note, Optional<Frontmatter> matter) {
        return matter.flatMap(Frontmatter::title)
                .or(() -> Optional.ofNullable(note.headline()))
                .orElse(MarkdownName.lastSegment(id));
    }

    private static void put(JsonObject.Builder item, String key, List<String> values) {
        if (!values.isEmpty()) {
            item.put(key, values);
        }
    }

    @Override
    public byte[] stored(byte[] items, byte[] former) throws DamagedException {
        List<Element> elements = ElementList.read(items);
        if (elements.isEmpty()) {
            return NO_FILE;
        }
        if (elements.size() > 1 || !(elements.getFirst() instanceof Memory memory)) {
            throw new DamagedException(0, "a Markdown file holds exactly one memory");
        }
        JsonObject before = former(former);
        GivenFields given = GivenFields.of(
                        memory.item(),
                        before,
                        List.of(FRONTMATTER, TEXT),
                        List.of(TITLE, TYPE, DESCRIPTION, TAGS, MERGED_FROM))
                .requireOnly(KNOWN, "a memory in Markdown");
        String ownId = given.text("id").orElse(id);
        if (!ownId.equals(id)) {
            throw new DamagedException(0, "the id of this memory is its file name, '" + id + '\'');
        }
        Note note =
                new Note(given.text(FRONTMATTER).orElse(""), given.text(TEXT).orElse(""));
        Note edited =
                edited(note, given, before == null ? null : before.string(TITLE).orElse(null));
        byte[] stored = StoredText.encoded(edited.file());
        verify(stored, edited, given);
        return stored;
    }

    private @Nullable JsonObject former(byte[] former) throws DamagedException {
        String file = StoredText.decoded(former);
        return file.isEmpty() ? null : item(Note.of(file));
    }

    private Note edited(Note note, GivenFields given, @Nullable String formerTitle) throws DamagedException {
        return withMergedFrom(withFields(note, given, formerTitle), given);
    }

    /** Returns the note with what it absorbed in its frontmatter, which a note without any gets for it. */
    private static Note withMergedFrom(Note note, GivenFields given) throws DamagedException {
        Optional<Frontmatter> matter = Optional.ofNullable(Frontmatter.of(note.frontmatter()));
        List<String> present = matter.map(Frontmatter::mergedFrom).orElse(List.of());
        Optional<List<String>> origins = given.texts(MERGED_FROM).filter(list -> !list.equals(present));
        if (origins.isEmpty()) {
            return note;
        }
        if (matter.isEmpty()) {
            return new Note(
                    FrontmatterEdit.createdFor(note.frontmatter(), note.lineBreak(), origins.get()), note.text());
        }
        FrontmatterEdit edit = new FrontmatterEdit(matter.get());
        edit.setMergedFrom(origins.get());
        return new Note(edit.head(), note.text());
    }

    private Note withFields(Note note, GivenFields given, @Nullable String formerTitle) throws DamagedException {
        Optional<Frontmatter> matter = Optional.ofNullable(Frontmatter.of(note.frontmatter()));
        Optional<String> type = given(given, TYPE, matter.flatMap(Frontmatter::type));
        Optional<String> description = given(given, DESCRIPTION, matter.flatMap(Frontmatter::description));
        List<String> presentTags = matter.map(Frontmatter::tags).orElse(List.of());
        Optional<List<String>> tags = given.texts(TAGS).filter(list -> !list.equals(presentTags));
        Optional<String> title = given(given, TITLE, Optional.of(title(note, matter)));
        if (type.isEmpty() && description.isEmpty() && tags.isEmpty() && title.isEmpty()) {
            return note;
        }
        if (matter.isEmpty() && type.isEmpty() && description.isEmpty() && tags.isEmpty()) {
            return withHeading(note, title.orElseThrow(), formerTitle);
        }
        Frontmatter present = matter.orElse(null);
        if (present == null) {
            String head = FrontmatterEdit.created(
                    note.frontmatter(), note.lineBreak(), MarkdownName.lastSegment(id), description, type);
            present = Objects.requireNonNull(Frontmatter.of(head), "new frontmatter");
        }
        FrontmatterEdit edit = new FrontmatterEdit(present);
        if (matter.isPresent()) {
            if (type.isPresent()) {
                edit.setType(type.get());
            }
            if (description.isPresent()) {
                edit.setDescription(description.get());
            }
        }
        if (tags.isPresent()) {
            edit.setTags(tags.get());
        }
        // New frontmatter has a name, which would replace the heading as the title.
        String inText = given.text(TITLE).map(String::strip).orElse("");
        Optional<String> now = Optional.ofNullable(Frontmatter.of(edit.head())).flatMap(Frontmatter::title);
        if (!inText.isEmpty() && !now.equals(Optional.of(inText)) && (title.isPresent() || matter.isEmpty())) {
            edit.setTitle(inText);
        }
        return new Note(edit.head(), note.text());
    }

    /** Returns the stripped text of a field; empty if it is not given, blank, or as it is. */
    private static Optional<String> given(GivenFields given, String key, Optional<String> present)
            throws DamagedException {
        return given.text(key)
                .map(String::strip)
                .filter(text -> !text.isEmpty() && !Optional.of(text).equals(present));
    }

    /** Returns a note without frontmatter under another heading. A heading is only replaced if it was the title before. */
    private static Note withHeading(Note note, String title, @Nullable String formerTitle) {
        MarkdownLines.Line heading = note.heading();
        if (heading != null && Objects.equals(note.headline(), formerTitle)) {
            return note.withHeadline(heading, title);
        }
        String lineBreak = note.lineBreak();
        String text = note.text().isEmpty() ? "" : lineBreak + note.text();
        return new Note(note.frontmatter(), "# " + title + lineBreak + text);
    }

    private void verify(byte[] stored, Note edited, GivenFields given) throws DamagedException {
        if (stored.length == 0) {
            throw new DamagedException(0, "a memory without text");
        }
        JsonObject again = item(Note.of(StoredText.decoded(stored)));
        String text = again.string(TEXT).orElse("");
        // Blank lines after the frontmatter belong to it.
        String expected = Frontmatter.of(again.string(FRONTMATTER).orElse("")) == null
                ? edited.text()
                : edited.text().substring(afterBlankLines(edited.text(), 0));
        boolean isSame = text.equals(expected) && (edited.frontmatter().isEmpty() || again.has(FRONTMATTER));
        if (!isSame) {
            throw new DamagedException(0, "the frontmatter and the text would not be read as they were given");
        }
        for (String key : List.of(TITLE, TYPE, DESCRIPTION)) {
            String wanted = given.text(key).map(String::strip).orElse("");
            if (!wanted.isEmpty() && !wanted.equals(again.string(key).orElse(""))) {
                throw new DamagedException(0, "\"" + key + "\" cannot be stored in this file");
            }
        }
        for (String key : List.of(TAGS, MERGED_FROM)) {
            Optional<List<String>> wanted = given.texts(key);
            if (wanted.isPresent() && !wanted.get().equals(again.strings(key))) {
                throw new DamagedException(0, "\"" + key + "\" cannot be stored in this file");
            }
        }
    }
}
