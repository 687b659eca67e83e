package loom.aml.app.version;

import java.time.Instant;
import java.util.Optional;
import loom.aml.backup.repository.Manifest;
import loom.aml.store.log.RunRecord;

/** A trace that an item left in a run or snapshot. */
sealed interface Trace {
    Occasion at();

    /** The item was in this state. */
    record Seen(Occasion at, ItemState state) implements Trace {}

    /**
     * A run changed the item, or may have.
     *
     * @param isCertain whether it did
     * @param why the rule by which it removed the item; empty if it did not, or none was recorded
     */
    record Changed(Occasion at, boolean isCertain, String why) implements Trace {}

    /**
     * The run or snapshot that shows a state; neither for the present state.
     *
     * @param order its place in the order of all runs and snapshots; several traces of one run have the same
     */
    record Occasion(long order, Instant time, Optional<RunRecord> run, Optional<Manifest> snapshot) {
        /** The order of the present state. */
        static final long NOW = Long.MAX_VALUE;

        static Occasion now(Instant time) {
            return new Occasion(NOW, time, Optional.empty(), Optional.empty());
        }
    }
}
