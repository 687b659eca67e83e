package loom.aml.exchange;

import java.util.List;
import java.util.Optional;
import loom.aml.json.JsonObject;

/** Builds the note that an item of a foreign format becomes. */
final class NewNote {
    private final String id;
    private final JsonObject.Builder note;

    NewNote(String id, String title) {
        this.id = id;
        String line = title.strip().replaceAll("\\s+", " ");
        this.note = JsonObject.builder().put("id", id).put("title", line);
    }

    NewNote type(Optional<String> type) {
        type.map(String::strip).filter(text -> !text.isEmpty()).ifPresent(text -> note.put("type", text));
        return this;
    }

    NewNote description(Optional<String> description) {
        description
                .map(text -> text.strip().replaceAll("\\s+", " "))
                .filter(text -> !text.isEmpty())
                .ifPresent(text -> note.put("description", text));
        return this;
    }

    NewNote text(String text) {
        note.put("text", text);
        return this;
    }

    NewNote tags(List<String> tags) {
        List<String> filled = tags.stream()
                .map(String::strip)
                .filter(tag -> !tag.isEmpty())
                .distinct()
                .toList();
        if (!filled.isEmpty()) {
            note.put("tags", filled);
        }
        return this;
    }

    NewNote links(List<String> links) {
        if (!links.isEmpty()) {
            note.put("links", links);
        }
        return this;
    }

    NewNote times(Optional<String> created, Optional<String> updated) {
        created.filter(time -> !time.isBlank()).ifPresent(time -> note.put("created", time));
        updated.filter(time -> !time.isBlank()).ifPresent(time -> note.put("updated", time));
        return this;
    }

    /** @param extra the fields that a note does not have, as a JSON object */
    ExchangedItem item(String agent, ExchangeFormat format, Optional<String> extra) {
        RawItem raw = RawItem.of(note.build().toString());
        extra.filter(rest -> !RawItem.compact(rest).equals("{}")).ifPresent(rest -> raw.set("extra", rest));
        return new ExchangedItem(ExchangeKind.NOTE, agent, id, raw.toString(), format.word());
    }
}
