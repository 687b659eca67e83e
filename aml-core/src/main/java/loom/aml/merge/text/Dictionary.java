package loom.aml.merge.text;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The words whose spelling is known: those of English (the list of LanguageTool), terms of the field, and words derived from them. A known
 * word is never treated as a misspelling, so a longer list makes comparisons stricter. Thread-safe.
 */
final class Dictionary {
    static final Dictionary ENGLISH = new Dictionary();

    private static final int SHORTEST_STEM = 3;
    /** Shorter ones compose nearly everything: bee, tween. */
    private static final int SHORTEST_PART = 4;

    private static final int LONGEST_DERIVED = 40;
    /** No word has a letter three times in a row. */
    private static final Pattern TRIPLE = Pattern.compile("(.)\\1\\1");

    private static final List<String> PREFIXES = List.of(
            "anti", "auto", "back", "bi", "co", "cross", "de", "dis", "down", "fore", "hyper", "im", "in", "inter",
            "macro", "meta", "micro", "mid", "mis", "mono", "multi", "non", "off", "on", "out", "over", "poly", "post",
            "pre", "pro", "proto", "pseudo", "re", "self", "semi", "sub", "super", "trans", "tri", "ultra", "un",
            "under", "up");

    private static final List<String> SUFFIXES = List.of(
            "able", "ables", "ably", "al", "d", "ed", "en", "er", "ers", "es", "est", "ful", "ible", "ing", "ings",
            "ion", "ions", "ish", "ism", "ist", "ity", "ive", "ization", "ize", "ized", "izer", "izes", "izing", "less",
            "ly", "ment", "ments", "ness", "or", "ors", "s", "ward", "wise", "y");

    private final WordAutomaton english = WordAutomaton.read("/org/languagetool/resource/en/hunspell/en_US.dict");
    private final Set<String> terms =
            WordList.words(WordList.lines("terms.txt")).collect(Collectors.toUnmodifiableSet());
    private final Set<String> names =
            WordList.words(WordList.lines("names.txt")).collect(Collectors.toUnmodifiableSet());

    private Dictionary() {}

    private static String capitalized(String word) {
        return Character.toUpperCase(word.charAt(0)) + word.substring(1);
    }

    /** Returns whether a word in lower case is in the list itself. */
    boolean lists(String word) {
        return terms.contains(word) || english.has(word);
    }

    /** Returns whether a word is a name if it is written with a capital: Polish, Swift, May. */
    boolean isName(String lower) {
        return names.contains(lower) || english.has(capitalized(lower));
    }

    /** Returns whether a word in lower case is a name and nothing else: kafka. */
    boolean isOnlyName(String lower) {
        return isName(lower) && !lists(lower);
    }

    /** Returns whether a word in lower case is listed, a name, or derived from listed words by a prefix, a suffix or composition. */
    boolean knows(String word) {
        return lists(word)
                || isName(word)
                || (word.length() <= LONGEST_DERIVED && !TRIPLE.matcher(word).find() && isDerived(word));
    }

    private boolean isDerived(String word) {
        for (int cut = SHORTEST_PART; cut <= word.length() - SHORTEST_PART; cut++) {
            if (lists(word.substring(0, cut)) && lists(word.substring(cut))) {
                return true;
            }
        }
        return PREFIXES.stream().anyMatch(prefix -> word.startsWith(prefix) && isStem(word.substring(prefix.length())))
                || SUFFIXES.stream()
                        .anyMatch(suffix ->
                                word.endsWith(suffix) && isStem(word.substring(0, word.length() - suffix.length())));
    }

    private boolean isStem(String word) {
        return word.length() >= SHORTEST_STEM
                && (lists(word) || isName(word) || (word.length() > SHORTEST_STEM && lists(word + "e")));
    }

    /** Returns the listed words from which a slip of typing leads to a misspelled one. */
    Set<String> corrections(String misspelled) {
        return Misspelling.edits(misspelled).filter(this::lists).collect(Collectors.toSet());
    }
}
