package loom.aml.merge.text;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Words of opposite meaning: those of {@code opposites.txt}, and a word with and without a negating prefix. */
public final class Opposites {
    private static final List<String> PREFIXES =
            List.of("un", "in", "im", "ir", "dis", "non", "non-", "de", "re", "mis");
    private static final Set<String> PAIRS = WordList.lines("opposites.txt")
            .lines()
            .flatMap(line -> both(line.split(" ")))
            .collect(Collectors.toUnmodifiableSet());

    private Opposites() {}

    private static Stream<String> both(String[] pair) {
        return Stream.of(pair[0] + ' ' + pair[1], pair[1] + ' ' + pair[0]);
    }

    /** Returns whether two words in lower case are opposites. */
    public static boolean are(String one, String other) {
        return PAIRS.contains(one + ' ' + other) || isNegated(one, other) || isNegated(other, one);
    }

    private static boolean isNegated(String negated, String word) {
        return negated.endsWith(word) && PREFIXES.contains(negated.substring(0, negated.length() - word.length()));
    }
}
