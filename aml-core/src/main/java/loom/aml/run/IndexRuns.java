package loom.aml.run;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.random.RandomGenerator;
import loom.aml.index.StoreIndex;
import loom.aml.index.UpdateResult;
import loom.aml.json.JsonObject;
import loom.aml.recall.Recall;
import loom.aml.store.Finding;
import loom.aml.store.MemoryStore;
import loom.aml.store.log.LogFolder;
import loom.aml.store.log.RunLog;

/** Updates the index of a store and records the duration for monitoring. */
public final class IndexRuns {
    private final MemoryStore store;
    private final Recorder recorder;

    /** @param random provides the last digits of run ids */
    public IndexRuns(MemoryStore store, RandomGenerator random) {
        this(store, Recorder.ofRuns(LogFolder.of(store.place()), random));
    }

    IndexRuns(MemoryStore store, Recorder recorder) {
        this.store = store;
        this.recorder = recorder;
    }

    /**
     * Updates the index. A damaged index is rebuilt. Nothing is recorded if it is already up to date.
     *
     * @param rebuild whether to rebuild it in any case
     * @throws loom.aml.storage.StoreLockedException if another process holds the lock beyond the waiting time
     */
    public UpdateResult run(boolean rebuild) throws IOException {
        Instant started = store.options().clock().instant();
        StoreIndex index = new StoreIndex(store);
        Duration wait = store.options().lockWait();
        UpdateResult update = rebuild || index.damage().isPresent() ? index.rebuild(wait) : index.update(wait);
        if (index.measure(wait).isEmpty()) {
            // Damage that only a query detects.
            update = index.rebuild(wait);
            index.measure(wait);
        }
        if (update.kind() != UpdateResult.Kind.FRESH) {
            record(update, started);
        }
        keepIds();
        return update;
    }

    /** Writes the filter of known ids. A failure is harmless, because a host without a filter builds one. */
    private void keepIds() {
        try {
            Recall.keepIds(store);
        } catch (IOException e) {
            // As above.
        }
    }

    private void record(UpdateResult update, Instant started) throws IOException {
        boolean isPartial = update.findings().stream().anyMatch(Finding::isProblem);
        try (RunLog log =
                recorder.begin(OperationNames.INDEX, JsonObject.builder().build(), started)) {
            log.event(JsonObject.builder()
                    .put("event", "finished")
                    .putAll(update.toJson())
                    .put("outcome", (isPartial ? Report.Outcome.PARTIAL : Report.Outcome.DONE).word())
                    .build());
        }
    }
}
