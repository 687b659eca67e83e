package loom.aml.app.version;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import loom.aml.backup.repository.Manifest;
import loom.aml.store.log.RunRecord;

/**
 * The order of runs and snapshots. Runs are numbered, and so are snapshots. A snapshot comes before the run that took it as its safety
 * snapshot, and at the place of the backup that created it; the time decides only about others, because the clock may have been set.
 */
final class Occasions {
    /** The records of backups that create a snapshot. The records of other operations name the one that they read. */
    private static final List<String> CREATING = List.of("backup create", "backup auto");

    private final List<Trace.Occasion> runs = new ArrayList<>();
    private final List<Trace.Occasion> snapshots = new ArrayList<>();

    /**
     * @param runs the oldest first
     * @param manifests the oldest first
     */
    Occasions(List<RunRecord> runs, List<Manifest> manifests) {
        long span = manifests.size() + 1L;
        Map<String, Integer> places = placesOf(runs);
        List<Instant> times = new ArrayList<>();
        Instant latest = Instant.MIN;
        for (int i = 0; i < runs.size(); i++) {
            Instant time = runs.get(i).startedAt().orElse(latest);
            latest = time.isAfter(latest) ? time : latest;
            times.add(latest);
            this.runs.add(new Trace.Occasion(
                    (i + 1) * span - 1,
                    runs.get(i).startedAt().orElse(Instant.EPOCH),
                    Optional.of(runs.get(i)),
                    Optional.empty()));
        }
        int place = 0;
        for (int i = 0; i < manifests.size(); i++) {
            Manifest manifest = manifests.get(i);
            Integer known = places.get(manifest.id());
            place = Math.max(place, known == null ? placeOf(manifest.time(), times) : known);
            snapshots.add(
                    new Trace.Occasion(place * span + i, manifest.time(), Optional.empty(), Optional.of(manifest)));
        }
    }

    /** Returns the index of the run that each snapshot comes before, as far as the runs show it. */
    private static Map<String, Integer> placesOf(List<RunRecord> runs) {
        Map<String, Integer> places = new HashMap<>();
        for (int i = 0; i < runs.size(); i++) {
            RunRecord run = runs.get(i);
            Optional<String> snapshot = CREATING.contains(run.operation()) ? run.ownSnapshot() : run.snapshot();
            if (snapshot.isPresent()) {
                places.putIfAbsent(snapshot.get(), i);
            }
        }
        return places;
    }

    private static int placeOf(Instant time, List<Instant> starts) {
        int place = 0;
        while (place < starts.size() && !starts.get(place).isAfter(time)) {
            place++;
        }
        return place;
    }

    /** Returns the runs, the oldest first. */
    List<Trace.Occasion> runs() {
        return runs;
    }

    /** Returns the snapshots, the oldest first. */
    List<Trace.Occasion> snapshots() {
        return snapshots;
    }
}
