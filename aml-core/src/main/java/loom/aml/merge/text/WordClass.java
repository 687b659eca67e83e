package loom.aml.merge.text;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Classes of English words that decide whether a difference is harmless. {@code classes.txt} lists and explains them. */
public enum WordClass {
    ENGLISH,
    FUNCTION,
    OPENER,
    IDIOM,
    NAMING,
    INSTRUCTION,
    RELATIONAL,
    QUANTITY,
    NEGATION,
    EMPHASIS,
    ANAPHORA,
    LINKING,
    STATE,
    STATIVE,
    PAST,
    HARMLESS,
    REPORT;

    private static final Map<WordClass, Set<String>> WORDS = read();

    private static Map<WordClass, Set<String>> read() {
        Map<WordClass, Set<String>> words = new EnumMap<>(WordClass.class);
        for (String section : WordList.lines("classes.txt").split("(?m)^\\[")) {
            int bracket = section.indexOf(']');
            if (bracket > 0) {
                String list = section.substring(section.indexOf('\n') + 1);
                words.put(
                        valueOf(section.substring(0, bracket).toUpperCase(Locale.ROOT)),
                        Set.of(list.strip()
                                .lines()
                                .flatMap(line -> WordList.words(line))
                                .distinct()
                                .toArray(String[]::new)));
            }
        }
        return words;
    }

    /** Returns whether a word, in lower case unless it is an emphasis, belongs to the class. */
    public boolean has(String word) {
        return WORDS.getOrDefault(this, Set.of()).contains(word);
    }

    /** Returns all words of the class. */
    public Set<String> words() {
        return WORDS.getOrDefault(this, Set.of());
    }
}
