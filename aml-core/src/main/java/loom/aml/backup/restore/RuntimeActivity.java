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
 * Signs that the runtime is at work: it keeps what it read for up to an hour and writes all of an agent's files back on each
 * change, so it may undo a restore from its memory.
 */
public final class RuntimeActivity {
    private RuntimeActivity() {}

    /**
     * Looks for them.
     *
     * @param recent how new a lock or a write must be
     * @return a finding if there are any
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
                "it keeps memories for up to an hour and may write them over what is restored; stop it first"));
    }

    /** Whether a write was one of a run of our own. */
    private static boolean isOurs(MemoryStore store, Instant written) throws IOException {
        LogFolder logs = LogFolder.of(store.place());
        for (String id : logs.runs().reversed()) {
            RunRecord run;
            try {
                run = logs.read(id);
            } catch (IOException e) {
                // It cannot say that the write was ours; 'aml history' reports it.
                continue;
            }
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
