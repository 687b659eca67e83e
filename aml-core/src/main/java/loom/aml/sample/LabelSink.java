package loom.aml.sample;

import java.io.IOException;
import loom.aml.item.ItemKind;
import org.jspecify.annotations.Nullable;

/** Told of every item that is planted, from several threads, each file's items in their order. */
@FunctionalInterface
public interface LabelSink {

    /** Wants to know nothing. */
    LabelSink NONE = (agent, kind, ordinal, id, label) -> {};

    /**
     * Takes one label.
     *
     * @param ordinal position in the collection
     * @param id the item's id; null if it was given none
     */
    void planted(String agent, ItemKind kind, int ordinal, @Nullable String id, Label label) throws IOException;
}
