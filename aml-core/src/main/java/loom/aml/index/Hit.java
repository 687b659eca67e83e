package loom.aml.index;

import loom.aml.index.query.Match;
import loom.aml.item.Item;

/**
 * A matching item, read from the store and verified against the match.
 *
 * @param item an independent copy
 */
public record Hit(Match match, Item item) {}
