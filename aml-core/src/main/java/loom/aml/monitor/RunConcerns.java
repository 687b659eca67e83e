package loom.aml.monitor;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What the runs on a store say that somebody should be told of.
 *
 * @param ahead the time of a verified snapshot that lies in the future, so that its age is not known
 * @param proved when backups were last proved to be of use, or not to be
 * @param incident what the store lost; empty if it did not, or somebody acknowledged it
 * @param expected items that the store should hold by the last backup and the runs since; empty if no backup counted them
 * @param advice what to do if it holds far fewer
 * @param waiting what waits because the clock may be wrong
 * @param unconfirmed what was not removed because nobody could be asked
 */
public record RunConcerns(
        Optional<Instant> ahead,
        Optional<Instant> proved,
        Optional<String> incident,
        Optional<Long> expected,
        String advice,
        List<String> waiting,
        List<String> unconfirmed) {

    /** Nothing is known. */
    public static final RunConcerns NONE = new RunConcerns(
            Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), "", List.of(), List.of());

    public RunConcerns {
        waiting = List.copyOf(waiting);
        unconfirmed = List.copyOf(unconfirmed);
    }

    /** What a store lost that holds so many items; empty if nothing. */
    Optional<String> lossOf(long items, boolean isAllKnown) {
        if (incident.isPresent() || !isAllKnown) {
            return incident;
        }
        return expected.filter(before -> isLoss(before, items))
                .map(before -> "the store has " + items + " items, and should have " + before);
    }

    /** Whether so few items are an incident where there should be so many: none at all, or less than half. */
    public static boolean isLoss(long before, long now) {
        return before > 0 && (now == 0 || 2 * now < before);
    }
}
