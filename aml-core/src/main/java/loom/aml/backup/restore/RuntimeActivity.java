package loom.aml.backup.restore;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import loom.aml.store.ClockVerdict;
import loom.aml.store.Finding;
import loom.aml.store.MemoryStore;
import loom.aml.store.StoreListing;
import loom.aml.store.Version;
import loom.aml.store.log.LogFolder;
import loom.aml.store.log.RunRecord;

/**
 * Signs that the agent runtime is active. It caches memories for up to an hour and writes all files of an agent on each change,
 * so it may overwrite a restore with cached data.
 */
public final class RuntimeActivity {
    private RuntimeActivity() {}

    /**
     * Searches for such signs.
     *
     * @param recent the maximum age of a lock or a write
     * @return a finding for the most recent sign; empty if none was found
     */
    public static List<Finding> of(MemoryStore store, Instant now, Duration recent) throws IOException {
        StoreListing listing = store.list();
        Optional<Instant> newest = Stream.concat(
                        listing.locks().values().stream(), listing.collections().values().stream())
                .map(Version::modified)
                .filter(written -> !ClockVerdict.isAhead(written, now))
                .max(Instant::compareTo);
        if (newest.isEmpty() || newest.get().isBefore(now.minus(recent)) || isOurs(store, newest.get())) {
            return List.of();
        }
        return List.of(Finding.of(
                Finding.Kind.RUNTIME_ALIVE,
                store.location(),
                "was written at " + newest.get() + ", so an agent may be running",
                "it caches memories for up to an hour and may overwrite the restored ones; stop it first"));
    }

    /** Returns whether a write was made by a run of aml. */
    private static boolean isOurs(MemoryStore store, Instant written) throws IOException {
        LogFolder logs = LogFolder.of(store.place());
        for (String id : logs.runs().reversed()) {
            Optional<RunRecord> readable = logs.readable(id);
            if (readable.isEmpty()) {
                continue;
            }
            RunRecord run = readable.get();
            Optional<Instant> began = run.startedAt();
            Optional<Instant> ended = began.flatMap(start -> run.duration().map(start::plus));
            if (ended.isEmpty() || ended.get().isBefore(written)) {
                return false;
            }
            if (!run.commits().isEmpty() && !began.get().isAfter(written)) {
                return true;
            }
        }
        return false;
    }
}
