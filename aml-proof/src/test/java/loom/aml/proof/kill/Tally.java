package loom.aml.proof.kill;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Counts the results of all kills. */
final class Tally {
    private int kills;
    private int early;
    private int midway;
    private int late;
    private int locked;
    private final List<Duration> waits = new ArrayList<>();

    /** The state after a kill. */
    enum Left {
        /** The store and the files beside it are unchanged. */
        NOTHING,
        /** The run was partly done. */
        PART,
        /** The run was done except for its end. */
        ALL
    }

    void struck(Left left, boolean isLocked) {
        kills++;
        switch (left) {
            case NOTHING -> early++;
            case PART -> midway++;
            case ALL -> late++;
        }
        locked += isLocked ? 1 : 0;
    }

    /** Adds the duration of the next run. */
    void nextRun(Duration time) {
        waits.add(time);
    }

    /** Returns the sum of both. */
    Tally and(Tally other) {
        Tally both = new Tally();
        both.kills = kills + other.kills;
        both.early = early + other.early;
        both.midway = midway + other.midway;
        both.late = late + other.late;
        both.locked = locked + other.locked;
        both.waits.addAll(waits);
        both.waits.addAll(other.waits);
        return both;
    }

    int kills() {
        return kills;
    }

    int midway() {
        return midway;
    }

    @Override
    public String toString() {
        waits.sort(null);
        return kills + " kills: " + early + " before anything was written, " + midway + " midway, " + late
                + " when all was done; " + locked + " left a lock behind; the next run took "
                + (waits.isEmpty()
                        ? "no time"
                        : waits.get(waits.size() / 2).toMillis() + " ms (median), "
                                + waits.getLast().toMillis() + " ms at most");
    }
}
