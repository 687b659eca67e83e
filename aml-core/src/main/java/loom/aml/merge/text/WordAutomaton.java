package loom.aml.merge.text;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReferenceArray;
import morfologik.fsa.FSA;
import morfologik.fsa.FSATraversal;
import morfologik.fsa.MatchResult;
import org.jspecify.annotations.Nullable;

/**
 * A list of words as a finite-state automaton, in which words are found without unpacking it: 200,000 words in 0.7 MB. An entry is the word in
 * UTF-8, a plus sign, and a letter that says how common the word is. Thread-safe.
 */
final class WordAutomaton {
    private static final char SEPARATOR = '+';

    /** A power of two; most words of a store are among a few thousand. */
    private static final int REMEMBERED = 1 << 12;

    private final FSATraversal entries;
    /** The last answers, by the hash of the word. */
    private final AtomicReferenceArray<@Nullable Answer> answers = new AtomicReferenceArray<>(REMEMBERED);

    private record Answer(String word, boolean isListed) {}

    private WordAutomaton(FSA automaton) {
        this.entries = new FSATraversal(automaton);
    }

    /** Reads the list of a resource, given by its absolute name. */
    static WordAutomaton read(String resource) {
        try (InputStream stream = Objects.requireNonNull(WordAutomaton.class.getResourceAsStream(resource), resource)) {
            return new WordAutomaton(FSA.read(new BufferedInputStream(stream)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns whether a word is in the list, in this spelling and case. */
    boolean has(String word) {
        int hash = word.hashCode();
        int place = (hash ^ hash >>> 16) & REMEMBERED - 1;
        Answer known = answers.getPlain(place);
        if (known == null || !known.word.equals(word)) {
            known = new Answer(word, find(word));
            answers.setPlain(place, known);
        }
        return known.isListed;
    }

    private boolean find(String word) {
        byte[] beginning = (word + SEPARATOR).getBytes(StandardCharsets.UTF_8);
        return word.indexOf(SEPARATOR) < 0 && entries.match(beginning).kind == MatchResult.SEQUENCE_IS_A_PREFIX;
    }
}
