package loom.aml.recall;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import loom.aml.TestStore;
import loom.aml.store.MemoryStore;
import loom.aml.store.Selection;

/** A store and a long-lived process beside it with a controllable clock. */
final class Host {
    final TestStore store;
    final CountingDisk counting = new CountingDisk();
    private final AtomicLong nanos = new AtomicLong();

    Host(Path directory) {
        store = TestStore.in(directory).on(counting.disk());
    }

    Recall open(RecallPolicy policy) throws IOException {
        return Recall.open(store.openReadOnly(), policy, nanos::get);
    }

    Recall open() throws IOException {
        return open(RecallPolicy.DEFAULT);
    }

    /** Advances the clock by the time after which the policy requires a new listing. */
    void pass() {
        pass(RecallPolicy.DEFAULT.noticedWithin());
    }

    void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    /** Makes a file so old that its state distinguishes all its versions. */
    void settle(String path) throws IOException {
        store.age(path, Duration.between(Instant.now(), store.now()).plus(Duration.ofMinutes(1)));
        TestStore.passTick();
    }

    WarmList keepWarm(RecallPolicy policy) throws IOException {
        try (MemoryStore open = store.openReadOnly()) {
            return Recall.keepWarm(open, Selection.ALL, policy);
        }
    }

    void keepIds() throws IOException {
        try (MemoryStore open = store.openReadOnly()) {
            Recall.keepIds(open);
        }
    }

    Path state(String name) {
        return store.root().resolveSibling("memory-state").resolve("recall").resolve(name);
    }
}
