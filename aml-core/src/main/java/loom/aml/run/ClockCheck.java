package loom.aml.run;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import loom.aml.backup.Backup;
import loom.aml.backup.repository.SnapshotName;
import loom.aml.item.CollectionReader;
import loom.aml.item.Item;
import loom.aml.store.ClockVerdict;
import loom.aml.store.MemoryStore;
import loom.aml.store.OpenCollection;
import loom.aml.store.ScanResult;
import loom.aml.store.Selection;
import loom.aml.store.StoreListing;
import loom.aml.store.StorePaths;
import loom.aml.store.log.LogFolder;
import loom.aml.store.log.TimedId;
import org.jspecify.annotations.Nullable;

/**
 * Collects the known times by which the clock is judged. The names of records and snapshots usually suffice; items are
 * read only in case of doubt.
 */
public final class ClockCheck {
    /** The number of newest runs and snapshots that are considered. */
    private static final int NEWEST = 500;

    private static final long SECONDS_OF_DAY = 86_400;

    private final Duration bound;
    private final List<Instant> signs = new ArrayList<>();

    /** The longest pause between two runs, without the very longest, which may itself be a clock jump. */
    private Duration usual = Duration.ZERO;

    /** @param bound the longest plausible gap between two known times */
    public ClockCheck(Duration bound) {
        this.bound = bound;
    }

    /**
     * Judges the clock.
     *
     * @param backup its backups; null to use only the records of runs
     * @param store the store; null if it does not exist
     */
    public ClockVerdict judge(StorePaths place, @Nullable Backup backup, @Nullable MemoryStore store)
            throws IOException {
        Instant now = place.options().clock().instant();
        runs(place, now);
        if (backup != null) {
            snapshots(backup);
        }
        boolean isKnown = !signs.isEmpty();
        ClockVerdict verdict = ClockVerdict.of(now, signs, bound, usual);
        if (store == null || isKnown && verdict.isTrusted()) {
            return verdict;
        }
        StoreListing listing = store.list();
        listing.collections().values().forEach(state -> signs.add(state.modified()));
        verdict = ClockVerdict.of(now, signs, bound, usual);
        if (!verdict.isTrusted()) {
            for (ScanResult<List<Instant>> scanned : store.scan(listing, Selection.ALL, ClockCheck::times)) {
                if (scanned instanceof ScanResult.Read<List<Instant>> read) {
                    signs.addAll(read.result());
                }
            }
            verdict = ClockVerdict.of(now, signs, bound, usual);
        }
        return verdict;
    }

    private void runs(StorePaths place, Instant now) throws IOException {
        List<String> runs = LogFolder.of(place).runs();
        Duration longest = Duration.ZERO;
        Instant before = null;
        for (String run : runs.subList(Math.max(0, runs.size() - NEWEST), runs.size())) {
            Instant time = TimedId.timeOf(run).orElse(null);
            if (time != null && !ClockVerdict.isAhead(time, now)) {
                signs.add(time);
                Duration pause = before == null ? Duration.ZERO : Duration.between(before, time);
                if (pause.compareTo(longest) > 0) {
                    usual = longest;
                    longest = pause;
                } else if (pause.compareTo(usual) > 0) {
                    usual = pause;
                }
                before = time;
            }
        }
    }

    private void snapshots(Backup backup) throws IOException {
        List<SnapshotName> names = backup.repository().snapshots();
        for (SnapshotName name : names.subList(Math.max(0, names.size() - NEWEST), names.size())) {
            TimedId.timeOf(name.id()).ifPresent(signs::add);
        }
    }

    /** Returns one time per day, because a collection may have millions of items and more times add nothing. */
    private static List<Instant> times(OpenCollection collection) throws IOException {
        Map<Long, Instant> days = new HashMap<>();
        collection.read(new CollectionReader.Visitor() {
            @Override
            public void item(Item item) {
                add(item.timestamp());
                add(item.lastUsed());
                add(item.created());
            }

            private void add(@Nullable Instant time) {
                if (time != null) {
                    days.putIfAbsent(Math.floorDiv(time.getEpochSecond(), SECONDS_OF_DAY), time);
                }
            }
        });
        return List.copyOf(days.values());
    }
}
