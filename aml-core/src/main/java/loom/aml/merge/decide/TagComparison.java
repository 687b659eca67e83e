package loom.aml.merge.decide;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Compares tags, which a merge unites. Like names, tags may differ only in words that the text has, too: with the tags staging and
 * production the same text says two things.
 */
final class TagComparison {
    private static final String PATH = "tags";

    private TagComparison() {}

    /** Returns the difference that keeps two items apart; empty if a merge can unite the tags. */
    static Optional<Aligned> of(@Nullable ComparedField one, @Nullable ComparedField other, WordBag text) {
        Set<String> ones = tags(one);
        Set<String> others = tags(other);
        Set<String> common = new LinkedHashSet<>(ones);
        common.retainAll(others);
        // If each has tags that the other has not, these distinguish the items even if the text mentions both.
        boolean isOneSided = common.containsAll(ones) || common.containsAll(others);
        boolean areHarmless = isOneSided
                && Stream.concat(ones.stream(), others.stream())
                        .filter(tag -> !common.contains(tag))
                        .allMatch(text::has);
        if (areHarmless) {
            return Optional.empty();
        }
        return Optional.of(new Aligned(
                PATH,
                Relation.WORDS,
                String.join(", ", ones),
                String.join(", ", others),
                without(ones, common),
                without(others, common)));
    }

    private static List<String> without(Set<String> tags, Set<String> common) {
        return tags.stream().filter(tag -> !common.contains(tag)).toList();
    }

    private static Set<String> tags(@Nullable ComparedField field) {
        return field == null
                ? Set.of()
                : field.values().stream()
                        .map(tag -> tag.toString().toLowerCase(Locale.ROOT))
                        .collect(Collectors.toCollection(LinkedHashSet::new));
    }
}
