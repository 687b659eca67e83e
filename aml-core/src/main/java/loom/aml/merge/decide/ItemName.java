package loom.aml.merge.decide;

import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import loom.aml.item.Field;
import loom.aml.item.Item;
import loom.aml.item.ItemKind;
import loom.aml.json.JsonObject;

/**
 * The words in the id of an item. The name of a note's file may say what its text does not: {@code staging-db} and {@code production-db}
 * with the same text are different notes. So names may differ only in words that the text has, too.
 *
 * @param words the words of the id, in lower case
 * @param field the field that only repeats the name of the file; empty if none does
 */
record ItemName(Set<String> words, Optional<String> field) {
    private static final Pattern SEPARATOR = Pattern.compile("[^\\p{L}\\p{N}]+|(?<=\\p{Ll})(?=\\p{Lu})");
    /** Ids that programs make up: UUIDs and other numbers. */
    private static final Pattern MADE_UP =
            Pattern.compile("[0-9a-fA-F-]*|[A-Za-z]{1,5}[-_]?[0-9a-fA-F-]+|[A-Za-z0-9_-]{20,}");

    ItemName {
        words = Set.copyOf(words);
    }

    static ItemName of(Item item, JsonObject json) {
        String id = item.id();
        boolean isEntity = item.has(Field.OBSERVATIONS);
        boolean isMadeUp =
                item.kind().isOfRuntime() && id != null && MADE_UP.matcher(id).matches();
        if (id == null || isEntity || isMadeUp) {
            return new ItemName(Set.of(), Optional.empty());
        }
        Optional<String> field = item.kind() == ItemKind.NOTE
                ? Stream.of("name", "title")
                        .filter(key -> json.string(key)
                                .filter(name -> id.equals(name) || id.endsWith("/" + name))
                                .isPresent())
                        .findFirst()
                : Optional.empty();
        Set<String> words = new LinkedHashSet<>();
        for (String word : SEPARATOR.split(id)) {
            if (!word.isEmpty()) {
                words.add(word.toLowerCase(Locale.ROOT));
            }
        }
        return new ItemName(words, field);
    }

    /**
     * Returns the words that this name has and another has not, and that say more than a text. If each name has words that the other has not,
     * they distinguish the items even if the text mentions both.
     */
    Set<String> beyond(ItemName other, WordBag text) {
        Set<String> beyond = new LinkedHashSet<>(words);
        beyond.removeAll(other.words);
        if (words.containsAll(other.words)) {
            beyond.removeIf(text::has);
        }
        return beyond;
    }
}
