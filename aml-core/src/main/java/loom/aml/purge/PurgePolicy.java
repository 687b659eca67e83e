package loom.aml.purge;

import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import loom.aml.item.ItemKey;

/**
 * The memories and texts to remove.
 *
 * @param items the items that are removed with all their versions
 * @param pattern its matches in all texts are replaced; empty to remove items only
 */
public record PurgePolicy(Set<ItemKey> items, Optional<Pattern> pattern) {

    /** The text that replaces a match. */
    public static final String REPLACEMENT = "[purged]";

    public PurgePolicy {
        items = Set.copyOf(items);
        if (items.isEmpty() && pattern.isEmpty()) {
            throw new IllegalArgumentException("name an item or a pattern");
        }
        if (pattern.isPresent() && pattern.get().matcher("").find()) {
            throw new IllegalArgumentException("the pattern matches the empty text; write one that needs a character");
        }
        if (pattern.isPresent() && pattern.get().matcher(REPLACEMENT).find()) {
            throw new IllegalArgumentException(
                    "the pattern matches '" + REPLACEMENT + "', which replaces what it finds; write a narrower one");
        }
    }
}
