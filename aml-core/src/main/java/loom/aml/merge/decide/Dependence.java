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

    /** Function words that a subject may have. */
    private static final Set<String> OF_SUBJECT =
            Set.of("a", "an", "the", "and", "or", "each", "every", "all", "most", "some", "both", "we", "they");

    private static final int LONGEST_FRAGMENT = 4;
    /** The words at the beginning among which a preposition makes the sentence a fragment: rules for the cluster. */
    private static final int SUBJECT = 3;

    /** With these begin rules, not instructions. */
    private static final Set<String> PROHIBITIONS =
            Set.of("never", "avoid", "no", "nothing", "is", "are", "has", "have");

    /** Returns the dependence of a sentence of a text. A language that is not understood is assumed to depend on its order. */
    static Dependence of(List<Sentence> text, int place) {
        Sentence sentence = text.get(place);
        List<String> words = sentence.words();
        if (words.isEmpty() || !text.stream().allMatch(Sentence::isEnglish)) {
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
     * Returns whether what follows a sentence may depend on it: it is in a language that is not understood, reports an event, gives an
     * instruction, or is a fragment. A longer sentence that begins with its subject is a statement even if its verb is not known.
     */
    static boolean mayGovern(List<Sentence> text, int place) {
        if (of(text, place) != ORDER) {
            return false;
        }
        Sentence sentence = text.get(place);
        List<String> words = sentence.words();
        return !sentence.isEnglish()
                || words.size() <= LONGEST_FRAGMENT
                || happened(words)
                || isInstruction(words.getFirst())
                || WordClass.INSTRUCTION.has(words.getFirst())
                || words.subList(0, SUBJECT).stream()
                        .anyMatch(word -> WordClass.FUNCTION.has(word) && !OF_SUBJECT.contains(word));
    }

    /**
     * Returns whether a sentence mentions "the" thing, or one of those that always belong to something, in a text with several subjects to which
     * it could belong: "Orders is fast. The heap is small. Billing is slow."
     */
    private static boolean refersToOneOfSeveral(List<Sentence> text, Sentence sentence, List<String> words) {
        boolean isRelational = sentence.has(WordClass.RELATIONAL) && !words.contains("of");
        if (isRelational && text.size() > 2) {
            return true;
        }
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
