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
import loom.aml.store.log.RunLog;
import loom.aml.store.loom.FileMemoryStore;

/** Brings the index of a store up to date and records how long that took, where monitoring looks for it. */
public final class IndexRuns {
    private final FileMemoryStore store;
    private final Recorder recorder;

    /**
     * @param random draws the last digits of run ids
     */
    public IndexRuns(FileMemoryStore store, RandomGenerator random) {
        this(store, Recorder.ofRuns(store.logs(), random));
    }

    IndexRuns(FileMemoryStore store, Recorder recorder) {
        this.store = store;
        this.recorder = recorder;
    }

    /**
     * Makes the index know the store as it is; one that is damaged anywhere is made anew. If nothing was to be done, nothing is
     * recorded.
     *
     * @param rebuild whether to make it anew in any case
     * @throws loom.aml.storage.StoreLockedException if another process is at it for longer than we wait
     */
    public UpdateResult run(boolean rebuild) throws IOException {
        Instant started = store.options().clock().instant();
        StoreIndex index = new StoreIndex(store);
        Duration wait = store.options().lockWait();
        UpdateResult update = rebuild || index.damage().isPresent() ? index.rebuild(wait) : index.update(wait);
        if (index.measure(wait).isEmpty()) {
            // Damage that only a query meets.
            update = index.rebuild(wait);
            index.measure(wait);
        }
        if (update.kind() != UpdateResult.Kind.FRESH) {
            record(update, started);
        }
        keepIds();
        return update;
    }

    /** The filter knows what the index knows. Without one of its own a host makes one: that it cannot be written does no harm. */
    private void keepIds() {
        try {
            Recall.keepIds(store);
        } catch (IOException e) {
            // See above.
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
