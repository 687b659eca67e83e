package loom.aml.merge.decide;

import java.util.List;
import loom.aml.merge.text.Sentence;
import loom.aml.merge.text.Token;
import loom.aml.merge.text.WordClass;

/**
 * Recognizes sentences that one side may have in addition: they say how, where or by whom something was found ("We noticed this during a
 * review"). Everything else that is added could restrict or revoke the rest, so the recognition knows a closed set of words and openings.
 */
final class Addition {
    private static final int LONGEST = 16;
    private static final int LONGEST_OPENING = 6;

    private Addition() {}

    static boolean isHarmless(PlacedSentence placed) {
        Sentence sentence = placed.sentence();
        List<String> words = sentence.words();
        return sentence.isEnglish()
                && !sentence.isFixed()
                && words.size() <= LONGEST
                && sentence.tokens().stream().allMatch(token -> token.kind() == Token.Kind.WORD)
                && isReport(words);
    }

    /** Returns whether a sentence begins with a report, and the rest has harmless words only. */
    private static boolean isReport(List<String> words) {
        for (int length = 1; length <= Math.min(LONGEST_OPENING, words.size() - 1); length++) {
            if (WordClass.REPORT.has(String.join("-", words.subList(0, length)))
                    && words.subList(length, words.size()).stream().allMatch(WordClass.HARMLESS::has)) {
                return true;
            }
        }
        return false;
    }
}
