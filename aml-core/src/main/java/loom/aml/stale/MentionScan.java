package loom.aml.stale;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import loom.aml.item.CollectionReader;
import loom.aml.item.Field;
import loom.aml.item.ForeignElement;
import loom.aml.item.Item;
import loom.aml.item.ItemKind;
import loom.aml.item.ItemTitle;
import loom.aml.item.MergedFrom;
import loom.aml.item.Revision;
import loom.aml.json.JsonObject;
import loom.aml.json.JsonSyntaxException;
import loom.aml.stale.StaleMention.Source;
import loom.aml.stale.mention.Mention;
import loom.aml.stale.mention.MentionReader;
import loom.aml.store.CollectionFile;
import loom.aml.store.OpenCollection;
import org.jspecify.annotations.Nullable;

/** Reads the mentions of one collection. */
final class MentionScan implements CollectionReader.Visitor {
    private static final String GRAPH = ".jsonl";

    /** The length of a string without a character. */
    private static final int EMPTY = 2;

    private static final Field[] PROSE = {
        Field.PATTERN_CONTEXT,
        Field.APPROACH_TECHNIQUE,
        Field.APPROACH_RATIONALE,
        Field.APPROACH_STEPS,
        Field.WHEN_APPLICABLE,
        Field.WHEN_NOT_APPLICABLE,
        Field.PROBLEM_ERROR_MESSAGE,
        Field.PROBLEM_CONTEXT,
        Field.SOLUTION_ROOT_CAUSE,
        Field.SOLUTION_FIX_APPROACH,
        Field.SOLUTION_PREVENTION,
        Field.DECISION_QUESTION,
        Field.DECISION_CONTEXT,
        Field.DECISION_CHOSEN_OPTION,
        Field.DECISION_ALTERNATIVES,
        Field.DECISION_FACTORS_PRIMARY,
        Field.DECISION_FACTORS_SECONDARY,
        Field.DECISION_RATIONALE,
        Field.LESSONS_LEARNED,
        Field.IMPROVEMENTS,
        Field.DESCRIPTION,
        Field.TEXT
    };
    private static final Field[] CODE = {Field.APPROACH_CODE_TEMPLATE, Field.SOLUTION_CODE_FIX};

    private final CollectionFile file;
    private final boolean isSelected;
    private final int limit;
    private final List<Found> found = new ArrayList<>();
    private final List<Named> notes = new ArrayList<>();
    private final StringBuilder index = new StringBuilder();
    private final List<Source> sourceOfLine = new ArrayList<>();
    private long items;
    private boolean isComplete = true;

    private MentionScan(CollectionFile file, boolean isSelected, int limit) {
        this.file = file;
        this.isSelected = isSelected;
        this.limit = limit;
    }

    /** A mention and where it is. */
    record Found(Source source, Mention mention) {}

    /** A note by its names. */
    record Named(String id, String title) {}

    /** The mentions and notes of a collection. */
    record Result(long items, List<Found> found, List<Named> notes, boolean isComplete) {}

    /** @param isSelected whether the mentions of the collection are wanted; the names of its notes are in any case */
    static Result of(OpenCollection collection, boolean isSelected, int limit) throws IOException {
        MentionScan scan = new MentionScan(collection.file(), isSelected, limit);
        collection.read(scan);
        scan.endOfIndex();
        return new Result(scan.items, scan.found, scan.notes, scan.isComplete);
    }

    @Override
    public void item(Item item) throws IOException {
        String id = item.id();
        if (file.kind() == ItemKind.NOTE && id != null) {
            String title = item.text(Field.FLAT_NAME);
            notes.add(new Named(id, title == null ? "" : title));
            // A link to a note that another one absorbed leads to that one.
            MergedFrom.of(item).ids().forEach(former -> notes.add(new Named(former, "")));
        }
        if (!isSelected || item.looksEncrypted()) {
            return;
        }
        items++;
        switch (file.kind()) {
            case NOTE -> {
                if (file.path().endsWith(GRAPH)) {
                    for (String observation : item.strings(Field.OBSERVATIONS)) {
                        add(
                                source(item, ""),
                                MentionReader.ofMarkdown(oneLine(observation), item.ordinal() + 1, limit));
                    }
                } else {
                    add(source(item, ""), MentionReader.ofMarkdown(fileOf(item), 1, limit));
                }
            }
            case ENTRY -> indexed(source(item, ""), rawOf(item));
            case PATTERN, SOLUTION, DECISION -> fields(item);
        }
    }

    /** All observations of an entity are in one line of the file. */
    private static String oneLine(String text) {
        return text.replace('\n', ' ');
    }

    @Override
    public void stranger(ForeignElement element) throws IOException {
        if (isSelected && file.kind() == ItemKind.ENTRY && element.length() > EMPTY) {
            String text = new String(element.copyBytes(), StandardCharsets.UTF_8);
            if (text.startsWith("\"")) {
                String line = parsed("{\"text\":" + text + "}").string("text").orElse("");
                indexed(source(element.ordinal(), file.path(), "", "", Optional.empty()), line);
            }
        }
    }

    private void fields(Item item) {
        for (Field field : PROSE) {
            if (item.isString(field)) {
                String text = item.text(field);
                if (text != null && mayMention(text)) {
                    add(source(item, field.path()), MentionReader.ofMarkdown(text, 1, limit));
                }
            } else {
                for (String text : item.strings(field)) {
                    add(source(item, field.path()), MentionReader.ofMarkdown(text, 1, limit));
                }
            }
        }
        for (Field field : CODE) {
            String text = item.isString(field) ? item.text(field) : null;
            if (text != null && mayMention(text)) {
                add(source(item, field.path()), MentionReader.ofCode(text, limit));
            }
        }
    }

    private static boolean mayMention(String text) {
        return text.indexOf('/') >= 0
                || text.indexOf('`') >= 0
                || text.indexOf('[') >= 0
                || text.indexOf(':') >= 0
                || text.contains("run ");
    }

    private static String fileOf(Item item) throws IOException {
        JsonObject fields = parsed(new String(item.copyBytes(), StandardCharsets.UTF_8));
        return fields.string("frontmatter").orElse("") + fields.string("text").orElse("");
    }

    private static String rawOf(Item item) {
        String line = item.text(Field.LINE);
        return line == null ? text(item.text(Field.HEADING)) + text(item.text(Field.TEXT)) : line;
    }

    private static String text(@Nullable String text) {
        return text == null ? "" : text;
    }

    private static JsonObject parsed(String text) throws IOException {
        try {
            return JsonObject.parse(text);
        } catch (JsonSyntaxException e) {
            throw new IOException("an item was valid when it was read", e);
        }
    }

    /** Collects the file of an index, whose code blocks may have several elements. */
    private void indexed(Source source, String raw) {
        String text = raw.isEmpty() || raw.endsWith("\n") ? raw : raw + "\n";
        index.append(text);
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) == '\n') {
                sourceOfLine.add(source);
            }
        }
    }

    private void endOfIndex() {
        if (!index.isEmpty()) {
            MentionReader.Result result = MentionReader.ofMarkdown(index.toString(), 1, limit);
            isComplete &= result.isComplete();
            for (Mention mention : result.mentions()) {
                found.add(new Found(sourceOfLine.get(mention.line() - 1), mention));
            }
        }
    }

    private void add(Source source, MentionReader.Result result) {
        isComplete &= result.isComplete();
        for (Mention mention : result.mentions()) {
            found.add(new Found(source, mention));
        }
    }

    private Source source(Item item, String field) {
        String id = item.id();
        return source(
                item.ordinal(),
                id == null ? "#" + item.ordinal() : id,
                ItemTitle.of(item),
                field,
                id == null ? Optional.empty() : Optional.of(Revision.of(item)));
    }

    private Source source(int ordinal, String id, String title, String field, Optional<Revision> revision) {
        return new Source(file.agent(), file.kind().word(), file.path(), id, title, field, ordinal, revision);
    }
}
