package loom.aml.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Threads share a sync, and each finds durable what it wrote before. */
class SharedSyncTest {
    private static final int THREADS = 16;
    private static final int WRITES = 500;

    private final Set<Integer> written = ConcurrentHashMap.newKeySet();
    private final Set<Integer> durable = ConcurrentHashMap.newKeySet();
    private final AtomicInteger syncs = new AtomicInteger();
    private final SharedSync sync = new SharedSync(() -> {
        syncs.incrementAndGet();
        durable.addAll(Set.copyOf(written));
    });

    @Test
    void everyThread_findsDurableWhatItWrote() throws Exception {
        List<Future<Integer>> lost = new ArrayList<>();
        try (ExecutorService pool = Executors.newFixedThreadPool(THREADS)) {
            for (int thread = 0; thread < THREADS; thread++) {
                int first = thread * WRITES;
                lost.add(pool.submit(() -> {
                    int missing = 0;
                    for (int i = first; i < first + WRITES; i++) {
                        written.add(i);
                        sync.sync();
                        missing += durable.contains(i) ? 0 : 1;
                    }
                    return missing;
                }));
            }
        }
        for (Future<Integer> missing : lost) {
            assertThat(missing.get()).isZero();
        }
        assertThat(syncs.get()).isLessThanOrEqualTo(THREADS * WRITES);
    }

    /** While the first sync is held up, all others come to wait, and one more sync serves them all. */
    @Test
    void threadsThatWait_shareOneSync_andItsFailure() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        AtomicInteger calls = new AtomicInteger();
        SharedSync slow = new SharedSync(() -> {
            if (calls.incrementAndGet() > 1) {
                throw new IOException("failed");
            }
            begun.countDown();
            await(goOn);
        });
        try (ExecutorService pool = Executors.newCachedThreadPool()) {
            Future<?> first = pool.submit(() -> syncOf(slow));
            begun.await();
            List<Thread> others = new ArrayList<>();
            List<Future<?>> results = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                results.add(pool.submit(() -> {
                    synchronized (others) {
                        others.add(Thread.currentThread());
                    }
                    return syncOf(slow);
                }));
            }
            while (waiting(others) < THREADS) {
                Thread.onSpinWait();
            }
            goOn.countDown();

            first.get();
            for (Future<?> result : results) {
                assertThatThrownBy(result::get).hasRootCauseMessage("failed");
            }
        }
        assertThat(calls).hasValue(2);
    }

    private static boolean syncOf(SharedSync sync) throws IOException {
        sync.sync();
        return true;
    }

    private static long waiting(List<Thread> threads) {
        synchronized (threads) {
            return threads.stream()
                    .filter(thread -> thread.getState() == Thread.State.WAITING)
                    .count();
        }
    }

    private static void await(CountDownLatch latch) throws IOException {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    @Test
    void failure_doesNotAffectLaterSyncs() throws IOException {
        AtomicInteger calls = new AtomicInteger();
        SharedSync once = new SharedSync(() -> {
            if (calls.incrementAndGet() == 1) {
                throw new IOException("failed");
            }
        });
        assertThatThrownBy(once::sync).isInstanceOf(IOException.class);
        once.sync();
        assertThat(calls).hasValue(2);
    }
}
