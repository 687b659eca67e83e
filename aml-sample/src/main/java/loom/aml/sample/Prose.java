package loom.aml.sample;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The random source for the texts of one item. */
final class Prose {

    /** Near duplicates differ in one of their first two words; every item has two. */
    private static final int FIRST_CHANGES = 2;

    /** They also differ in one of the three words after that one, unless the item ends before. */
    private static final int CHANGES_APART = 3;

    private final Map<String, Integer> names = new HashMap<>();
    private Draws draws = new Draws(0);
    private int words;
    private int oneChange;
    private int otherChange;

    /** Starts the texts of an item. */
    void begin(Planting item) {
        draws = new Draws(item.seed());
        names.clear();
        words = 0;
        oneChange = 0;
        otherChange = 0;
        if (item.label() == Label.NEAR_DUPLICATED) {
            Draws change = new Draws(item.changeSeed());
            oneChange = 1 + change.below(FIRST_CHANGES);
            otherChange = oneChange + 1 + change.below(CHANGES_APART);
        }
    }

    /** Returns the draws of the item, from which its values are drawn as well as its texts. */
    Draws draws() {
        return draws;
    }

    /** Returns how many words were picked for the item so far. */
    int words() {
        return words;
    }

    /** Picks the next word; another one where a near duplicate differs. */
    int pickWord(int choices) {
        int word = draws.below(choices);
        words++;
        return words == oneChange || words == otherChange ? (word + 1) % choices : word;
    }

    /**
     * Picks a name, the same one each time within an item.
     *
     * @param unlike another variable, whose name is excluded; null for any name
     */
    int pickName(String variable, @Nullable String unlike, int choices) {
        Integer known = names.get(variable);
        if (known != null) {
            return known;
        }
        int picked = unlike == null
                ? draws.below(choices)
                : (pickName(unlike, null, choices) + 1 + draws.below(choices - 1)) % choices;
        names.put(variable, picked);
        return picked;
    }
}
