package loom.aml.sample;

import java.util.EnumMap;
import java.util.Map;
import loom.aml.item.ItemKind;

/**
 * The labels of rotten items, as a shuffled deck of a hundred cards per kind. Each hundred rotten items of a file have
 * exactly these labels, except for copies without an original; see {@link Plantings}.
 *
 * <pre>
 *                    patterns  solutions  decisions
 *   stale                  30
 *   outdated                          35
 *   expired                                      35
 *   failed                  8
 *   low_success            10
 *   low_confidence          8
 *   negative                          25         25
 *   few_executions          6
 *   duplicated             14         12         12
 *   identical               5          5          5
 *   near_duplicated         7          8          8
 *   undated                 4          5          5
 *   future                  3          4          4
 *   broken                  5          6          6
 * </pre>
 */
final class LabelDeck {
    private static final int CARDS = 100;

    private final Draws draws;
    private final Label[] cards;
    private int dealt = CARDS;

    LabelDeck(ItemKind kind, Draws draws) {
        this.draws = draws;
        this.cards = new Label[CARDS];
        int at = 0;
        for (Map.Entry<Label, Integer> share : percentages(kind).entrySet()) {
            for (int i = 0; i < share.getValue(); i++) {
                cards[at++] = share.getKey();
            }
        }
    }

    /** The number of items with each label per hundred rotten items of a kind. */
    static Map<Label, Integer> percentages(ItemKind kind) {
        Map<Label, Integer> shares = new EnumMap<>(Label.class);
        switch (kind) {
            case PATTERN -> {
                shares.put(Label.STALE, 30);
                shares.put(Label.FAILED, 8);
                shares.put(Label.LOW_SUCCESS, 10);
                shares.put(Label.LOW_CONFIDENCE, 8);
                shares.put(Label.FEW_EXECUTIONS, 6);
                shares.put(Label.DUPLICATED, 14);
                shares.put(Label.IDENTICAL, 5);
                shares.put(Label.NEAR_DUPLICATED, 7);
                shares.put(Label.UNDATED, 4);
                shares.put(Label.FUTURE, 3);
                shares.put(Label.BROKEN, 5);
            }
            case SOLUTION, DECISION -> {
                shares.put(aged(kind), 35);
                shares.put(Label.NEGATIVE, 25);
                shares.put(Label.DUPLICATED, 12);
                shares.put(Label.IDENTICAL, 5);
                shares.put(Label.NEAR_DUPLICATED, 8);
                shares.put(Label.UNDATED, 5);
                shares.put(Label.FUTURE, 4);
                shares.put(Label.BROKEN, 6);
            }
            case NOTE, ENTRY -> throw new IllegalStateException("the runtime has no " + kind);
        }
        return shares;
    }

    /** Returns the label of an item that is rotten only by its age. */
    static Label aged(ItemKind kind) {
        return switch (kind) {
            case PATTERN -> Label.STALE;
            case SOLUTION -> Label.OUTDATED;
            case DECISION -> Label.EXPIRED;
            case NOTE, ENTRY -> throw new IllegalStateException("the runtime has no " + kind);
        };
    }

    /** Returns the next card, from a new deck if the current one is empty. */
    Label deal() {
        if (dealt == CARDS) {
            shuffle();
            dealt = 0;
        }
        return cards[dealt++];
    }

    private void shuffle() {
        for (int i = CARDS - 1; i > 0; i--) {
            int other = draws.between(0, i);
            Label card = cards[i];
            cards[i] = cards[other];
            cards[other] = card;
        }
    }
}
