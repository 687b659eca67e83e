package loom.aml.sample;

/** What the phrases of one item are drawn from. Begun anew with each item. */
final class Prose {

    /** Near duplicates differ in one of the six words from here on; even the shortest items have a dozen, ... */
    private static final int FIRST_CHANGE = 6;

    /** ... and in one of the six after that, unless the item ends before. */
    private static final int CHANGES_APART = 6;

    private Draws draws = new Draws(0);
    private int words;
    private int oneChange;
    private int otherChange;

    /** Begins the words of an item. */
    void begin(Planting item) {
        draws = new Draws(item.seed());
        words = 0;
        oneChange = 0;
        otherChange = 0;
        if (item.label() == Label.NEAR_DUPLICATED) {
            Draws change = new Draws(item.changeSeed());
            oneChange = FIRST_CHANGE + change.below(CHANGES_APART);
            otherChange = oneChange + 1 + change.below(CHANGES_APART);
        }
    }

    /** What everything of the item is drawn from. */
    Draws draws() {
        return draws;
    }

    /** Which of some words is next: another one where a near duplicate differs. */
    int pickWord(int choices) {
        int word = draws.below(choices);
        words++;
        return words == oneChange || words == otherChange ? (word + 1) % choices : word;
    }
}
