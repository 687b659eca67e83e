package loom.aml.merge.decide;

import java.util.List;
import java.util.Set;
import loom.aml.merge.text.Sentence;
import loom.aml.merge.text.WordClass;

/** The context on which the meaning of a sentence depends, beside its words. */
enum Dependence {
    /** Nothing: it states how something is, or a rule. */
    NONE,
    /** The sentence before it, to which it refers. */
    SENTENCE_BEFORE,
    /** Its order among others that depend on it: instructions and events. */
    ORDER;

    /** With these begin rules, not instructions. */
    private static final Set<String> PROHIBITIONS =
            Set.of("never", "avoid", "no", "nothing", "is", "are", "has", "have");

    /** Returns the dependence of a sentence of a text. A language that is not understood is assumed to depend on its order. */
    static Dependence of(List<Sentence> text, int place) {
        Sentence sentence = text.get(place);
        List<String> words = sentence.words();
        if (!sentence.isEnglish() || words.isEmpty()) {
            return ORDER;
        }
        if (sentence.has(WordClass.ANAPHORA)
                || WordClass.LINKING.has(words.getFirst())
                || refersToOneOfSeveral(text, sentence, words)) {
            return SENTENCE_BEFORE;
        }
        return happened(words)
                        || isInstruction(words.getFirst())
                        || words.stream().noneMatch(WordClass.STATE::has)
                ? ORDER
                : NONE;
    }

    /**
     * Returns whether a sentence mentions "the" thing in a text with several subjects to which that thing could belong: "Orders is fast. The
     * heap is small. Billing is slow."
     */
    private static boolean refersToOneOfSeveral(List<Sentence> text, Sentence sentence, List<String> words) {
        return words.contains("the")
                && text.stream()
                                .filter(other -> other != sentence && other.namesThing())
                                .count()
                        > 1;
    }

    /** Returns whether it begins with a verb of a state, which is an instruction then: "Use the lock." */
    private static boolean isInstruction(String first) {
        return WordClass.STATE.has(first) && !PROHIBITIONS.contains(first);
    }

    private static boolean happened(List<String> words) {
        boolean isPresent = words.contains("is") || words.contains("are");
        return words.stream()
                .filter(word -> !(isPresent && WordClass.STATIVE.has(word)))
                .anyMatch(word -> WordClass.PAST.has(word) || (word.endsWith("ed") && !word.endsWith("eed")));
    }
}
