package loom.aml.monitor;

import loom.aml.item.Item;
import org.jspecify.annotations.Nullable;

/** Judges items by the rules of other capabilities. Called from several threads. */
public interface ItemJudge {

    /**
     * Returns {@link ItemDefect#STALE} or {@link ItemDefect#FAILED} according to the prune policy; null if the policy
     * keeps the item.
     */
    @Nullable
    ItemDefect rotOf(String agent, Item item);

    /** Returns why the runtime refuses to load the item; null if it loads it. */
    @Nullable
    String refusalOf(Item item);
}
