package loom.aml.stale;

import java.util.Comparator;
import java.util.Optional;
import loom.aml.item.Revision;
import loom.aml.json.JsonObject;
import loom.aml.stale.mention.Mention;

/**
 * A mention of something that does not exist.
 *
 * @param source the text with the mention
 * @param missing the reason, such as "no such file"
 * @param suggestion the path, command or note that is probably meant now
 */
public record StaleMention(Source source, Mention mention, String missing, Optional<String> suggestion) {
    /** In the order of a reader: by file, item and line. */
    static final Comparator<StaleMention> ORDER = Comparator.comparing((StaleMention one) -> one.source.file)
            .thenComparingInt(one -> one.source.ordinal)
            .thenComparing(one -> one.source.field)
            .thenComparingInt(one -> one.mention.line());

    /**
     * Where a text is.
     *
     * @param file the path of the collection within the store
     * @param item the id of the item; its position if it has none, and the path for text between the entries of an index
     * @param title the title of the item, for people
     * @param field the field, if lines are counted in it; empty if they are those of the file
     * @param ordinal the position of the item in its file
     * @param revision the version of the item that was read; empty if it has no id
     */
    public record Source(
            String agent,
            String kind,
            String file,
            String item,
            String title,
            String field,
            int ordinal,
            Optional<Revision> revision) {}

    /** Returns what is wrong with it, for people: {@code no such file; now src/new.js?}. */
    public String problem() {
        return missing + suggestion.map(now -> "; now " + now + "?").orElse("");
    }

    public JsonObject toJson() {
        return JsonObject.builder()
                .put("agent", source.agent)
                .put("kind", source.kind)
                .put("id", source.item)
                .put("file", source.file)
                .put("field", source.field.isEmpty() ? null : source.field)
                .put("line", mention.line())
                .put("type", mention.word())
                .put("mention", mention.text())
                .put("missing", missing)
                .put("suggestion", suggestion.orElse(null))
                .build();
    }
}
