package loom.aml.backup;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import loom.aml.backup.repository.Manifest;
import loom.aml.store.ClockVerdict;

/**
 * Determines which snapshot times are plausible, and an upper bound for the age of each snapshot. Snapshots are numbered in the
 * order in which they were created. A time is implausible if it is in the future, or if it is not part of the longest
 * non-decreasing sequence of times. If the clock was set, it cannot always be known which times are right; therefore a snapshot
 * counts as created no earlier than any snapshot before it. This may underestimate its age but never overestimates it.
 */
public final class SnapshotTimes {
    private final Map<String, Instant> times = new HashMap<>();
    private final Set<String> implausible = new HashSet<>();
    private final Optional<Instant> newest;

    private SnapshotTimes(List<Manifest> manifests, Set<Integer> plausible, Instant now) {
        Optional<Instant> last = Optional.empty();
        List<String> waiting = new ArrayList<>();
        for (int i = 0; i < manifests.size(); i++) {
            Manifest manifest = manifests.get(i);
            if (!plausible.contains(i)) {
                implausible.add(manifest.id());
            }
            if (!ClockVerdict.isAhead(manifest.time(), now)) {
                // Clocks differ by a few seconds: a time slightly in the future counts as now.
                Instant time = manifest.time().isAfter(now) ? now : manifest.time();
                Instant latest = last.filter(time::isBefore).orElse(time);
                last = Optional.of(latest);
                waiting.forEach(id -> times.put(id, latest));
                waiting.clear();
            }
            if (last.isPresent()) {
                times.put(manifest.id(), last.get());
            } else {
                waiting.add(manifest.id());
            }
        }
        waiting.forEach(id -> times.put(id, now));
        newest = last;
    }

    /**
     * Judges the times of snapshots.
     *
     * @param manifests in the order in which they were created
     */
    public static SnapshotTimes of(List<Manifest> manifests, Instant now) {
        return new SnapshotTimes(manifests, longestSeries(manifests, now), now);
    }

    /**
     * Returns the indexes of the longest non-decreasing sequence of times that are not in the future, by patience sorting.
     */
    private static Set<Integer> longestSeries(List<Manifest> manifests, Instant now) {
        List<Instant> tops = new ArrayList<>();
        List<Integer> topPlaces = new ArrayList<>();
        int[] before = new int[manifests.size()];
        for (int i = 0; i < before.length; i++) {
            Instant time = manifests.get(i).time();
            if (ClockVerdict.isAhead(time, now)) {
                continue;
            }
            int at = firstAfter(tops, time);
            before[i] = at == 0 ? -1 : topPlaces.get(at - 1);
            if (at == tops.size()) {
                tops.add(time);
                topPlaces.add(i);
            } else {
                tops.set(at, time);
                topPlaces.set(at, i);
            }
        }
        Set<Integer> series = new HashSet<>();
        for (int i = topPlaces.isEmpty() ? -1 : topPlaces.getLast(); i >= 0; i = before[i]) {
            series.add(i);
        }
        return series;
    }

    private static int firstAfter(List<Instant> sorted, Instant time) {
        int low = 0;
        int high = sorted.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (sorted.get(middle).isAfter(time)) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }

    /** Returns the time from which the age of a snapshot is measured. */
    Instant of(Manifest manifest) {
        return times.getOrDefault(manifest.id(), manifest.time());
    }

    public boolean isPlausible(Manifest manifest) {
        return !implausible.contains(manifest.id());
    }

    /** Returns the newest time that is not in the future. */
    Optional<Instant> newest() {
        return newest;
    }

    /** Returns the ids of snapshots with implausible times. */
    Set<String> implausible() {
        return Collections.unmodifiableSet(implausible);
    }
}
