package loom.aml.monitor;

import loom.aml.item.Item;
import org.jspecify.annotations.Nullable;

/**
 * What other capabilities know of an item; whoever starts the watching supplies it. Called from several threads.
 */
public interface ItemJudge {

    /** {@link ItemDefect#STALE} or {@link ItemDefect#FAILED} as the rules of forgetting see it; null for an item that stays. */
    @Nullable
    ItemDefect rotOf(String agent, Item item);

    /** Why the runtime refuses to load the item; null if it does not. */
    @Nullable
    String refusalOf(Item item);
}
