package loom.aml.exchange;

import java.util.List;
import java.util.Optional;

/**
 * The fields of an item that every format has in some form.
 *
 * @param text Markdown
 * @param links the names of other items that the text refers to
 * @param created a time as the source spells it
 * @param updated a time as the source spells it
 */
public record Words(
        String title,
        Optional<String> type,
        Optional<String> description,
        String text,
        List<String> tags,
        List<String> links,
        Optional<String> created,
        Optional<String> updated) {
    public Words {
        tags = List.copyOf(tags);
        links = List.copyOf(links);
    }

    /** Returns the title, or other words if it is blank. */
    String titleOr(String other) {
        return title.isBlank() ? other : title;
    }
}
