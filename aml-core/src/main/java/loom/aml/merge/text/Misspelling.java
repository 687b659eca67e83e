package loom.aml.merge.text;

import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Recognizes the misspelling of a word: one of two words is known, the other is not, and one slip of typing leads from exactly one known
 * word of at least {@value #SHORTEST} letters to the unknown one: two letters swapped, a letter omitted or typed twice, behind the first
 * letter. A slip does not replace letters: reqwest, pydantic and valkey are names. Two known words are never the same, nor are two unknown ones.
 */
public final class Misspelling {
    private static final int SHORTEST = 5;
    private static final int LONGEST = 30;

    private Misspelling() {}

    /** Returns whether one of two words in lower case is a misspelling of the other. */
    public static boolean of(String one, String other) {
        return !one.equals(other) && (isOf(one, other) || isOf(other, one));
    }

    private static boolean isOf(String misspelled, String word) {
        return word.length() >= SHORTEST
                && word.length() <= LONGEST
                && misspelled.length() >= SHORTEST - 1
                && Math.abs(misspelled.length() - word.length()) <= 1
                && misspelled.charAt(0) == word.charAt(0)
                && isPlain(misspelled)
                && Dictionary.ENGLISH.lists(word)
                && !Dictionary.ENGLISH.knows(misspelled)
                && edits(misspelled).anyMatch(word::equals)
                && Dictionary.ENGLISH.corrections(misspelled).size() == 1;
    }

    private static boolean isPlain(String word) {
        return word.chars().allMatch(c -> c >= 'a' && c <= 'z');
    }

    /** Returns the words from which one slip behind the first letter leads to a misspelled one. */
    static Stream<String> edits(String word) {
        return IntStream.rangeClosed(1, word.length()).boxed().flatMap(at -> edits(word, at));
    }

    private static Stream<String> edits(String word, int at) {
        String head = word.substring(0, at);
        String tail = word.substring(at);
        Stream<String> omitted = IntStream.rangeClosed('a', 'z').mapToObj(letter -> head + (char) letter + tail);
        if (tail.isEmpty()) {
            return omitted;
        }
        String rest = tail.substring(1);
        boolean isTwice = tail.charAt(0) == head.charAt(at - 1);
        Stream<String> edits = isTwice ? Stream.concat(omitted, Stream.of(head + rest)) : omitted;
        return rest.isEmpty()
                ? edits
                : Stream.concat(edits, Stream.of(head + rest.charAt(0) + tail.charAt(0) + rest.substring(1)));
    }
}
