package loom.aml.index;

import loom.aml.index.query.Match;
import loom.aml.item.Item;

/**
 * An item that was found, read from the store and compared with what was found.
 *
 * @param item a copy of its own, which lasts
 */
public record Hit(Match match, Item item) {}
