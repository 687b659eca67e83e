package loom.aml.sample;

import java.io.IOException;
import loom.aml.item.ItemKind;
import org.jspecify.annotations.Nullable;

/**
 * Told of every item of a sample once all of it is written: agent by agent, kind by kind, in the order of the items, by
 * one thread. The same policy tells the same.
 */
@FunctionalInterface
public interface LabelSink {

    /** Wants to know nothing. */
    LabelSink NONE = (agent, kind, ordinal, id, label) -> {};

    /**
     * Takes one label.
     *
     * @param ordinal position in the collection, from 0
     * @param id the item's id; null if it was given none
     */
    void planted(String agent, ItemKind kind, int ordinal, @Nullable String id, Label label) throws IOException;
}
