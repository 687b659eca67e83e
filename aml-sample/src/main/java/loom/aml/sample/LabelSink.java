package loom.aml.sample;

import java.io.IOException;
import loom.aml.item.ItemKind;
import org.jspecify.annotations.Nullable;

/**
 * Receives the label of every item of a sample after the sample is written: by agent, kind and position, from one
 * thread. The same policy results in the same labels.
 */
@FunctionalInterface
public interface LabelSink {

    /** Ignores all labels. */
    LabelSink NONE = (agent, kind, ordinal, id, label) -> {};

    /**
     * Receives one label.
     *
     * @param ordinal position in the collection, from 0
     * @param id the item's id; null if it has none
     */
    void planted(String agent, ItemKind kind, int ordinal, @Nullable String id, Label label) throws IOException;
}
