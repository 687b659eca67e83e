package loom.aml.merge.decide;

import java.util.Locale;

/** How two aligned sentences relate to each other, or a sentence to an item without a counterpart. */
public enum Relation {
    /** Equal but for spelling that never changes the meaning. */
    EQUAL(true, false),
    /** Equal but for misspelled words. */
    MISSPELLED(true, false),
    /** Added on one side, and without influence on the meaning of the others. */
    HARMLESS(true, false),
    /** Another number, unit or version. */
    VALUE(false, true),
    /** Negated on one side. */
    NEGATION(false, true),
    /** A word and its opposite. */
    OPPOSITE(false, true),
    /** The same words in another order. */
    ORDER(false, true),
    /** The same sentences in an order that may have another meaning. */
    PLACE(false, false),
    /** Another name. */
    NAME(false, false),
    /** Other words. */
    WORDS(false, false),
    /** Without a counterpart. */
    ADDED(false, false);

    private final boolean keepsMeaning;
    private final boolean isOpposite;

    Relation(boolean keepsMeaning, boolean isOpposite) {
        this.keepsMeaning = keepsMeaning;
        this.isOpposite = isOpposite;
    }

    /** Returns whether items that differ in such ways only are the same. */
    public boolean keepsMeaning() {
        return keepsMeaning;
    }

    /** Returns whether such a difference makes items contradict each other. */
    public boolean isOpposite() {
        return isOpposite;
    }

    /** Returns the relation as written in reports: {@code negation}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
