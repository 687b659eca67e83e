package loom.aml.merge.decide;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import loom.aml.merge.text.Misspelling;
import loom.aml.merge.text.Sentence;
import loom.aml.merge.text.Token;
import loom.aml.merge.text.WordClass;

/**
 * The sentences of a field of one item, aligned with those of the same field of another, in any order: first those with equal forms, then
 * those that differ in one misspelled word, then the most similar ones.
 */
final class Alignment {
    /** The least share of common words of two sentences that are shown side by side. */
    private static final double ALIKE = 0.4;
    /** More sentences than these are not searched for similar ones, so that the work stays linear. */
    private static final int MOST_SEARCHED = 60;

    private static final int NONE = -1;
    private static final Pattern INFLECTED = Pattern.compile("[a-z]{3,}(?:ed|ing|ly)");

    private final List<PlacedSentence> ones;
    private final List<PlacedSentence> others;
    /** The place of the counterpart of each sentence, by its place. */
    private final int[] otherOf;

    private final int[] oneOf;
    private final List<Pair> pairs = new ArrayList<>();

    /** Two sentences that are aligned. */
    record Pair(int one, int other, Relation relation) {}

    Alignment(List<PlacedSentence> ones, List<PlacedSentence> others) {
        this.ones = ones;
        this.others = others;
        this.otherOf = new int[ones.size()];
        this.oneOf = new int[others.size()];
        Arrays.fill(otherOf, NONE);
        Arrays.fill(oneOf, NONE);
        alignEqual();
        alignMisspelled();
        alignChanged();
    }

    /** Two sentences with the same form in the same context have the same meaning. */
    private record Meaning(String context, String form) {
        static Meaning of(PlacedSentence placed) {
            return new Meaning(placed.sentence().context(), placed.sentence().form());
        }
    }

    private void alignEqual() {
        Map<Meaning, Deque<Integer>> byForm = new HashMap<>();
        for (int other = 0; other < others.size(); other++) {
            byForm.computeIfAbsent(Meaning.of(others.get(other)), _ -> new ArrayDeque<>())
                    .add(other);
        }
        for (int one = 0; one < ones.size(); one++) {
            Deque<Integer> same = byForm.get(Meaning.of(ones.get(one)));
            if (same != null && !same.isEmpty() && haveSameArticles(one, same.getFirst())) {
                pair(one, same.removeFirst(), Relation.EQUAL);
            }
        }
    }

    private boolean haveSameArticles(int one, int other) {
        return ones.get(one)
                .sentence()
                .articles()
                .agreeWith(others.get(other).sentence().articles());
    }

    private void alignMisspelled() {
        for (int one : unpaired(otherOf)) {
            for (int other : unpaired(oneOf)) {
                if (otherOf[one] == NONE
                        && haveSameArticles(one, other)
                        && areMisspelled(
                                ones.get(one).sentence(), others.get(other).sentence())) {
                    pair(one, other, Relation.MISSPELLED);
                }
            }
        }
    }

    /** Returns whether two sentences are equal but for one misspelled word. */
    private static boolean areMisspelled(Sentence one, Sentence other) {
        int length = one.tokens().size();
        if (length != other.tokens().size()
                || !one.context().equals(other.context())
                || !one.isEnglish()
                || !other.isEnglish()) {
            return false;
        }
        int differing = NONE;
        for (int i = 0; i < length; i++) {
            if (!one.tokens().get(i).form().equals(other.tokens().get(i).form())) {
                if (differing != NONE) {
                    return false;
                }
                differing = i;
            }
        }
        return differing != NONE
                && areWords(one, other, differing)
                && Misspelling.of(
                        one.tokens().get(differing).form(),
                        other.tokens().get(differing).form());
    }

    /** Returns whether neither of two words is a name: each is in a form that names do not have, or at a place where names are not. */
    private static boolean areWords(Sentence one, Sentence other, int at) {
        boolean isInflected = INFLECTED.matcher(one.tokens().get(at).form()).matches()
                && INFLECTED.matcher(other.tokens().get(at).form()).matches();
        return isInflected || (mayBeMisspelled(one, at) && mayBeMisspelled(other, at));
    }

    /**
     * Returns whether a word is one of a language, not a name: it is in lower case, or begins the sentence; and it is neither next to a noun that
     * introduces names nor where a name without an article could be: host galxy, with buildr, use buildr.
     */
    private static boolean mayBeMisspelled(Sentence sentence, int at) {
        List<Token> tokens = sentence.tokens();
        Token token = tokens.get(at);
        boolean isWord = token.kind() == Token.Kind.WORD
                && (token.from() == 0 || Character.isLowerCase(sentence.text().charAt(token.from())));
        boolean isNamed = (at > 0 && isOf(tokens.get(at - 1), WordClass.NAMING))
                || (at + 1 < tokens.size() && isOf(tokens.get(at + 1), WordClass.NAMING));
        return isWord && !isNamed && !sentence.mayBeNameAt(at);
    }

    private static boolean isOf(Token token, WordClass words) {
        return token.kind() == Token.Kind.WORD && words.has(token.form());
    }

    private void alignChanged() {
        List<Alike> alike = new ArrayList<>();
        for (int one : unpaired(otherOf)) {
            for (int other : unpaired(oneOf)) {
                double share = Words.share(
                        ones.get(one).sentence().tokens(),
                        others.get(other).sentence().tokens());
                if (share >= ALIKE) {
                    alike.add(new Alike(one, other, share));
                }
            }
        }
        alike.sort(Comparator.comparingDouble(Alike::share).reversed());
        for (Alike candidate : alike) {
            if (otherOf[candidate.one] == NONE && oneOf[candidate.other] == NONE) {
                Difference difference = Difference.of(
                        ones.get(candidate.one).sentence(),
                        others.get(candidate.other).sentence());
                pair(candidate.one, candidate.other, difference.relation());
            }
        }
    }

    /** Two sentences with common words. */
    private record Alike(int one, int other, double share) {}

    /** Returns the first sentences without a counterpart. */
    private static List<Integer> unpaired(int[] counterparts) {
        List<Integer> unpaired = new ArrayList<>();
        for (int place = 0; place < counterparts.length && unpaired.size() < MOST_SEARCHED; place++) {
            if (counterparts[place] == NONE) {
                unpaired.add(place);
            }
        }
        return unpaired;
    }

    private void pair(int one, int other, Relation relation) {
        otherOf[one] = other;
        oneOf[other] = one;
        pairs.add(new Pair(one, other, relation));
    }

    /** Returns the pairs of sentences, by the places of both. */
    List<Pair> pairs() {
        return pairs;
    }

    /** Returns the sentences of the first item without a counterpart. */
    List<PlacedSentence> onlyOne() {
        return only(ones, otherOf);
    }

    /** Returns the sentences of the second item without a counterpart. */
    List<PlacedSentence> onlyOther() {
        return only(others, oneOf);
    }

    private static List<PlacedSentence> only(List<PlacedSentence> sentences, int[] counterparts) {
        List<PlacedSentence> only = new ArrayList<>();
        for (int place = 0; place < counterparts.length; place++) {
            if (counterparts[place] == NONE) {
                only.add(sentences.get(place));
            }
        }
        return only;
    }

    /** Returns whether every sentence that has a counterpart has the same meaning as that. */
    boolean keepsMeaning() {
        return pairs.stream().allMatch(pair -> pair.relation().keepsMeaning());
    }

    /**
     * Returns whether the order of the sentences has the same meaning on both sides: each sentence that refers to the one before it
     * still follows that one, and those that depend on their order have it.
     */
    boolean keepsOrder() {
        return isInPlace()
                || (keepsTexts()
                        && keepsReferences(ones, otherOf, others)
                        && keepsReferences(others, oneOf, ones)
                        && isAscending()
                        && keepsSections());
    }

    private boolean isInPlace() {
        for (int one = 0; one < otherOf.length; one++) {
            boolean startsAlike = otherOf[one] == one
                    && ones.get(one).index() == others.get(one).index();
            if (!startsAlike) {
                return false;
            }
        }
        return ones.size() == others.size();
    }

    /** Returns whether sentences of one text are in one text on the other side: two conditions are not one. */
    private boolean keepsTexts() {
        Map<List<Sentence>, List<Sentence>> forth = new IdentityHashMap<>();
        Map<List<Sentence>, List<Sentence>> back = new IdentityHashMap<>();
        for (Pair pair : pairs) {
            List<Sentence> one = ones.get(pair.one()).text();
            List<Sentence> other = others.get(pair.other()).text();
            List<Sentence> before = forth.putIfAbsent(one, other);
            List<Sentence> beforeOther = back.putIfAbsent(other, one);
            if ((before != null && before != other) || (beforeOther != null && beforeOther != one)) {
                return false;
            }
        }
        return true;
    }

    private static boolean keepsReferences(List<PlacedSentence> from, int[] counterparts, List<PlacedSentence> to) {
        for (int place = 0; place < counterparts.length; place++) {
            if (counterparts[place] == NONE || from.get(place).dependence() != Dependence.SENTENCE_BEFORE) {
                continue;
            }
            PlacedSentence sentence = from.get(place);
            PlacedSentence counterpart = to.get(counterparts[place]);
            boolean followsTheSame = sentence.isFirst()
                    ? counterpart.isFirst()
                    : !counterpart.isFirst() && counterparts[place - 1] == counterparts[place] - 1;
            if (!followsTheSame) {
                return false;
            }
        }
        return true;
    }

    private boolean isAscending() {
        int last = NONE;
        for (int one = 0; one < otherOf.length; one++) {
            int other = otherOf[one];
            if (other != NONE && (isOrdered(ones.get(one)) || isOrdered(others.get(other)))) {
                if (other < last) {
                    return false;
                }
                last = other;
            }
        }
        return true;
    }

    /**
     * Returns whether every sentence has as many before it as its counterpart that may govern what follows: an instruction, an event, a
     * fragment such as "For the staging cluster."
     */
    private boolean keepsSections() {
        int[] before = governingBefore(ones);
        int[] beforeOther = governingBefore(others);
        return pairs.stream().allMatch(pair -> before[pair.one()] == beforeOther[pair.other()]);
    }

    private static int[] governingBefore(List<PlacedSentence> sentences) {
        int[] before = new int[sentences.size()];
        int governing = 0;
        for (int place = 0; place < before.length; place++) {
            before[place] = governing;
            governing += isGoverning(sentences.get(place)) ? 1 : 0;
        }
        return before;
    }

    private static boolean isGoverning(PlacedSentence placed) {
        return placed.sentence().isFixed() || Dependence.mayGovern(placed.text(), placed.index());
    }

    private static boolean isOrdered(PlacedSentence placed) {
        return placed.isOfSequence() || placed.sentence().isFixed() || placed.dependence() == Dependence.ORDER;
    }
}
