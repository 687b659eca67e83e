package loom.aml.merge.decide;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import loom.aml.merge.text.Token;

/** Compares the tokens of two texts as sets of words with a topic, and in order. */
final class Words {
    /** Longer sentences are shown as differing as a whole. */
    private static final int LONGEST = 400;

    private Words() {}

    /** Returns the share of common words with a topic: twice their number divided by the number of all. */
    static double share(List<Token> ones, List<Token> others) {
        Map<String, Integer> counts = new HashMap<>();
        int all = 0;
        int common = 0;
        for (Token token : ones) {
            if (token.isContent()) {
                counts.merge(token.form(), 1, Integer::sum);
                all++;
            }
        }
        for (Token token : others) {
            if (token.isContent()) {
                all++;
                Integer left = counts.get(token.form());
                if (left != null && left > 0) {
                    counts.put(token.form(), left - 1);
                    common++;
                }
            }
        }
        return all == 0 ? 0 : 2.0 * common / all;
    }

    /** Returns the tokens of the first list that are not in a longest common subsequence of both. */
    static List<Token> differing(List<Token> ones, List<Token> others) {
        if (ones.size() > LONGEST || others.size() > LONGEST) {
            return ones;
        }
        int[][] lengths = new int[ones.size() + 1][others.size() + 1];
        for (int i = ones.size() - 1; i >= 0; i--) {
            for (int j = others.size() - 1; j >= 0; j--) {
                lengths[i][j] = isEqual(ones.get(i), others.get(j))
                        ? lengths[i + 1][j + 1] + 1
                        : Math.max(lengths[i + 1][j], lengths[i][j + 1]);
            }
        }
        List<Token> differing = new ArrayList<>();
        int j = 0;
        for (int i = 0; i < ones.size(); i++) {
            while (j < others.size() && !isEqual(ones.get(i), others.get(j)) && lengths[i][j + 1] == lengths[i][j]) {
                j++;
            }
            if (j < others.size() && isEqual(ones.get(i), others.get(j))) {
                j++;
            } else {
                differing.add(ones.get(i));
            }
        }
        return differing;
    }

    private static boolean isEqual(Token one, Token other) {
        return one.form().equals(other.form());
    }
}
