package loom.aml.exchange;

import java.util.List;
import java.util.Optional;
import loom.aml.json.JsonObject;

/** An entry of an index: a section that is a memory itself, or a line that links a note. Both keep their own spelling. */
final class EntryShape implements Shape {

    @Override
    public Words words(RawItem original) {
        return new Words(
                original.text("title").orElse(""),
                Optional.empty(),
                Optional.empty(),
                original.text("text").orElse(""),
                List.of(),
                original.text("target").stream().toList(),
                Optional.empty(),
                Optional.empty());
    }

    @Override
    public String rest(RawItem original) {
        RawItem rest = RawItem.of(original.toString());
        return rest.text("text").filter(text -> !text.isEmpty()).isPresent()
                ? rest.set("text", RawItem.NULL).toString()
                : rest.toString();
    }

    @Override
    public String original(RawItem rest, Words words) {
        RawItem item = RawItem.of(rest.toString());
        return item.isNull("text")
                ? item.set("text", JsonObject.quoted(words.text())).toString()
                : item.toString();
    }
}
