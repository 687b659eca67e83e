package loom.aml.exchange;

import java.util.List;
import java.util.Optional;
import loom.aml.json.JsonObject;

/** A note in Markdown as a store renders it. Title, type, description, tags and text are its words. */
final class NoteShape implements Shape {
    private static final List<String> TEXTS = List.of("title", "type", "description", "text");
    private static final String TAGS = "tags";

    @Override
    public Words words(RawItem original) {
        return new Words(
                original.text("title").orElse(""),
                original.text("type"),
                original.text("description"),
                original.text("text").orElse(""),
                original.texts(TAGS).orElse(List.of()),
                original.texts("links").orElse(List.of()),
                original.text("created"),
                original.text("updated"));
    }

    @Override
    public String rest(RawItem original) {
        RawItem rest = RawItem.of(original.toString());
        for (String name : TEXTS) {
            if (rest.text(name).filter(text -> !text.isEmpty()).isPresent()) {
                rest.set(name, RawItem.NULL);
            }
        }
        if (rest.texts(TAGS).filter(tags -> !tags.isEmpty()).isPresent()) {
            rest.set(TAGS, RawItem.NULL);
        }
        return rest.toString();
    }

    @Override
    public String original(RawItem rest, Words words) {
        RawItem item = RawItem.of(rest.toString());
        fill(item, "title", Optional.of(words.title()));
        fill(item, "type", words.type());
        fill(item, "description", words.description());
        fill(item, "text", Optional.of(words.text()));
        if (item.isNull(TAGS)) {
            item.set(TAGS, Shape.list(words.tags()));
        }
        return item.toString();
    }

    private static void fill(RawItem item, String name, Optional<String> text) {
        if (item.isNull(name)) {
            if (text.isPresent()) {
                item.set(name, JsonObject.quoted(text.get()));
            } else {
                item.remove(name);
            }
        }
    }
}
