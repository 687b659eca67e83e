package loom.aml.exchange;

import java.util.Arrays;
import java.util.Optional;
import loom.aml.item.ItemKind;

/** The kinds of items that formats have. */
public enum ExchangeKind {
    PATTERN(ItemKind.PATTERN),
    SOLUTION(ItemKind.SOLUTION),
    DECISION(ItemKind.DECISION),
    NOTE(ItemKind.NOTE),
    ENTRY(ItemKind.ENTRY),
    /** An entity of a knowledge graph with the relations that begin at it. */
    ENTITY(ItemKind.NOTE);

    private final ItemKind kind;

    ExchangeKind(ItemKind kind) {
        this.kind = kind;
    }

    /** Returns the kind under which a store holds such an item. */
    public ItemKind kind() {
        return kind;
    }

    /** Returns the kind as it is written in bundles and envelopes. */
    public String word() {
        return this == ENTITY ? "entity" : kind.word();
    }

    public String plural() {
        return this == ENTITY ? "entities" : kind.plural();
    }

    static ExchangeKind of(ItemKind kind) {
        return Arrays.stream(values())
                .filter(each -> each.kind == kind)
                .findFirst()
                .orElseThrow();
    }

    /** Returns the kind with a {@link #word}; empty if unknown. */
    public static Optional<ExchangeKind> named(String word) {
        return Arrays.stream(values()).filter(each -> each.word().equals(word)).findFirst();
    }
}
