package loom.aml.server.page.view;

import java.util.Optional;
import loom.aml.item.ItemKey;
import loom.aml.item.Revision;

/**
 * An item that a person may choose in a list.
 *
 * @param revision the version that the person sees; a change of another version is refused
 */
public record ChosenItem(ItemKey key, Revision revision, String title, String address) {

    /** An item that a form named. */
    public record Named(ItemKey key, Revision revision) {}

    /** Returns the value that a form sends. */
    public String form() {
        return revision + " " + key;
    }

    /** Parses a value of a form; empty if it names no version of an item. */
    public static Optional<Named> parse(String form) {
        String[] parts = form.split(" ", 2);
        return parts.length < 2
                ? Optional.empty()
                : Revision.parse(parts[0])
                        .flatMap(revision -> ItemKey.parse(parts[1]).map(key -> new Named(key, revision)));
    }
}
