package loom.aml.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import loom.aml.TestItem;
import loom.aml.TestOpener;
import loom.aml.TestStore;
import loom.aml.app.backup.CreateSnapshot;
import loom.aml.app.host.SilentFrontEnd;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class StoreCacheTest {
    private static final Duration FRESH = Duration.ofMinutes(1);
    private static final Duration UNCHANGED = Duration.ofMinutes(4);
    private static final Duration SHOWN = Duration.ofMinutes(5);
    private static final String NAME = "shop";

    @TempDir
    private Path directory;

    private TestStore store;
    private StoreOpener opener;
    private final AtomicInteger computations = new AtomicInteger();

    @BeforeEach
    void create() throws IOException {
        store = TestStore.in(directory);
        store.put("tester/patterns.json", TestItem.pattern(TestItem.uuid("a")));
        opener = new TestOpener(store);
    }

    private static StoreCache<Integer> renewing() {
        return new StoreCache<>(FRESH, UNCHANGED, SHOWN);
    }

    /** Returns a cache whose callers wait for each new value. */
    private static StoreCache<Integer> waiting() {
        return new StoreCache<>(FRESH, UNCHANGED, Duration.ZERO);
    }

    /** Returns the number of the computation whose value is cached. */
    private int count(StoreCache<Integer> cache) throws IOException {
        return cache.get(NAME, opener, _ -> computations.incrementAndGet()).value();
    }

    private void change() throws IOException {
        store.put("tester/solutions.json", TestItem.solution(TestItem.uuid("s")));
    }

    private void snapshot() throws IOException {
        try (OpenStore opened = opener.forChange()) {
            new CreateSnapshot(opener, opened, new SilentFrontEnd())
                    .run(new CreateSnapshot.Request(false, Set.of(), ""));
        }
    }

    private static <T> FutureTask<T> start(Callable<T> call) {
        FutureTask<T> task = new FutureTask<>(call);
        Thread.ofPlatform().daemon().start(task);
        return task;
    }

    @Test
    void freshValue_isReturnedWithoutAskingTheStore() throws IOException {
        StoreCache<Integer> cache = waiting();
        count(cache);
        change();
        store.pass(Duration.ofSeconds(59));

        assertThat(count(cache)).isEqualTo(1);
    }

    @Test
    void valueOfAnUnchangedStore_isKeptForLonger() throws IOException {
        StoreCache<Integer> cache = waiting();
        count(cache);

        store.pass(Duration.ofSeconds(239));
        assertThat(count(cache)).isEqualTo(1);
        store.pass(Duration.ofSeconds(1));
        assertThat(count(cache)).isEqualTo(2);
    }

    @Test
    void valueOfAChangedStore_isComputedAgain() throws IOException {
        StoreCache<Integer> cache = waiting();
        count(cache);
        change();
        store.pass(FRESH);

        assertThat(count(cache)).isEqualTo(2);
    }

    /** A snapshot changes no collection, but the health of the store. */
    @Test
    void valueBeforeARun_isComputedAgain() throws IOException {
        StoreCache<Integer> cache = StoreCache.ofState(ChronoUnit.FOREVER.getDuration());
        count(cache);
        assertThat(count(cache)).isEqualTo(1);
        snapshot();

        assertThat(count(cache)).isEqualTo(2);
    }

    @Test
    void changeDuringAComputation_isNoticedAfterwards() throws IOException {
        StoreCache<Integer> cache = StoreCache.ofState(UNCHANGED);
        cache.get(NAME, opener, _ -> {
            change();
            return computations.incrementAndGet();
        });

        assertThat(count(cache)).isEqualTo(2);
    }

    @Test
    void valueThatIsNoLongerFresh_isReturnedWhileItIsRenewed() throws Exception {
        StoreCache<Integer> cache = renewing();
        count(cache);
        change();
        store.pass(FRESH);
        CountDownLatch shown = new CountDownLatch(1);

        StoreCache.Entry<Integer> entry = cache.get(NAME, opener, _ -> {
            await(shown);
            return computations.incrementAndGet();
        });

        assertThat(entry.value()).isEqualTo(1);
        assertThat(count(cache)).isEqualTo(1);
        shown.countDown();
        while (count(cache) == 1) {
            Thread.sleep(1);
        }
        assertThat(count(cache)).isEqualTo(2);
    }

    @Test
    void oldValue_isNotReturned() throws IOException {
        StoreCache<Integer> cache = renewing();
        count(cache);
        store.pass(SHOWN);

        assertThat(count(cache)).isEqualTo(2);
    }

    @Test
    void clockSetBack_doesNotMakeAValueOfAChangedStoreStay() throws IOException {
        StoreCache<Integer> cache = renewing();
        count(cache);
        change();
        store.pass(Duration.ofDays(-1));

        assertThat(count(cache)).isEqualTo(2);
    }

    /** The value depends on more than the store. */
    @Test
    void clockSetBack_doesNotMakeAValueOfAnUnchangedStoreStay() throws IOException {
        StoreCache<Integer> cache = StoreCache.ofState(UNCHANGED);
        count(cache);
        store.pass(Duration.ofDays(-1));

        assertThat(count(cache)).isEqualTo(2);
    }

    @Test
    void computationThatBeganBeforeForget_doesNotBringItsValueBack() throws Exception {
        StoreCache<Integer> cache = renewing();
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch forgotten = new CountDownLatch(1);
        FutureTask<Integer> before = start(() -> cache.get(NAME, opener, _ -> {
                    int number = computations.incrementAndGet();
                    begun.countDown();
                    await(forgotten);
                    return number;
                })
                .value());
        begun.await();

        cache.forget(NAME);
        int after = count(cache);
        forgotten.countDown();

        assertThat(before.get()).isEqualTo(1);
        assertThat(after).isEqualTo(2);
        assertThat(count(cache)).isEqualTo(2);
    }

    /** Random threads change something and forget: from then on, none of them sees the time before its change. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void afterForget_nobodySeesAnEarlierValue(long seed) throws Exception {
        StoreCache<Integer> cache = renewing();
        AtomicInteger world = new AtomicInteger();
        SplittableRandom random = new SplittableRandom(seed);
        List<Future<String>> threads = new ArrayList<>();
        try (ExecutorService executor =
                Executors.newThreadPerTaskExecutor(Thread.ofPlatform().daemon().factory())) {
            for (int i = 0; i < 4; i++) {
                SplittableRandom own = random.split();
                threads.add(executor.submit(() -> earlierValue(cache, world, own)));
            }
        }

        for (Future<String> thread : threads) {
            assertThat(thread.get()).as("seed " + seed).isEmpty();
        }
    }

    /** Returns a description of the first value that is too early; empty if none is. */
    private String earlierValue(StoreCache<Integer> cache, AtomicInteger world, SplittableRandom random)
            throws IOException {
        for (int round = 0; round < 40; round++) {
            int changed = world.incrementAndGet();
            cache.forget(NAME);
            for (int read = 0; read < 3; read++) {
                long pause = random.nextInt(3);
                int seen = cache.get(NAME, opener, _ -> {
                            int value = world.get();
                            pause(pause);
                            return value;
                        })
                        .value();
                if (seen < changed) {
                    return seen + " after " + changed;
                }
            }
        }
        return "";
    }

    @Test
    void callersAtTheSameTime_waitForOneComputation() throws Exception {
        StoreCache<Integer> cache = renewing();
        List<Thread> callers = new ArrayList<>();
        List<FutureTask<Integer>> values = new ArrayList<>();
        CountDownLatch started = new CountDownLatch(1);
        for (int i = 0; i < 8; i++) {
            FutureTask<Integer> value = new FutureTask<>(() -> {
                started.await();
                return cache.get(NAME, opener, _ -> numberOnceTheOthersWait(callers))
                        .value();
            });
            values.add(value);
            callers.add(Thread.ofPlatform().daemon().start(value));
        }
        started.countDown();

        for (FutureTask<Integer> value : values) {
            assertThat(value.get()).isEqualTo(1);
        }
        assertThat(computations).hasValue(1);
    }

    /** Does not end before all others wait, or one of them computes too. */
    private int numberOnceTheOthersWait(List<Thread> callers) {
        int number = computations.incrementAndGet();
        while (computations.get() == 1
                && callers.stream()
                        .anyMatch(caller ->
                                caller != Thread.currentThread() && caller.getState() != Thread.State.WAITING)) {
            pause(1);
        }
        return number;
    }

    @Test
    void renewalsOfManyStores_areTwoAtATime() throws Exception {
        StoreCache<Integer> cache = renewing();
        int stores = 8;
        for (int i = 0; i < stores; i++) {
            cache.get(NAME + i, opener, _ -> 0);
        }
        change();
        store.pass(FRESH);
        AtomicInteger running = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        CountDownLatch renewed = new CountDownLatch(stores);

        for (int i = 0; i < stores; i++) {
            StoreCache.Entry<Integer> entry = cache.get(NAME + i, opener, _ -> {
                most.accumulateAndGet(running.incrementAndGet(), Math::max);
                pause(20);
                running.decrementAndGet();
                renewed.countDown();
                return 1;
            });
            assertThat(entry.value()).isZero();
        }
        renewed.await();

        assertThat(most.get()).isBetween(1, 2);
    }

    @Test
    void failedRenewal_isReportedToTheNextCaller_andTriedAgain() throws IOException {
        StoreCache<Integer> cache = renewing();
        count(cache);
        store.pass(UNCHANGED);
        IOException failure = new IOException("unreadable");

        assertThatThrownBy(() -> untilFailure(cache, failure)).isSameAs(failure);

        assertThat(count(cache)).isEqualTo(2);
    }

    private void untilFailure(StoreCache<Integer> cache, IOException failure) throws IOException {
        while (true) {
            cache.get(NAME, opener, _ -> {
                throw failure;
            });
            pause(1);
        }
    }

    @Test
    void callerThatCannotWait_getsTheValueLater() throws Exception {
        StoreCache<Integer> cache = StoreCache.ofState(UNCHANGED);
        CountDownLatch allowed = new CountDownLatch(1);
        StoreCache.Computation<Integer> computation = _ -> {
            await(allowed);
            return computations.incrementAndGet();
        };

        assertThat(cache.getWithin(Duration.ZERO, NAME, opener, computation)).isEmpty();
        assertThat(cache.getWithin(Duration.ZERO, NAME, opener, computation)).isEmpty();
        allowed.countDown();

        assertThat(within(cache, computation)).isEqualTo(1);
        assertThat(within(cache, computation)).isEqualTo(1);
    }

    private int within(StoreCache<Integer> cache, StoreCache.Computation<Integer> computation) throws IOException {
        return cache.getWithin(Duration.ofMinutes(1), NAME, opener, computation)
                .orElseThrow()
                .value();
    }

    @Test
    void valueOfAStoreThatChangesAllTheTime_isReturnedToTheCallerThatAwaitsIt() throws Exception {
        StoreCache<Integer> cache = StoreCache.ofState(UNCHANGED);
        CountDownLatch computed = new CountDownLatch(1);
        StoreCache.Computation<Integer> computation = _ -> {
            await(computed);
            change();
            return computations.incrementAndGet();
        };

        assertThat(cache.getWithin(Duration.ZERO, NAME, opener, computation)).isEmpty();
        computed.countDown();

        assertThat(within(cache, computation)).isEqualTo(1);
        assertThat(within(cache, computation)).isEqualTo(2);
    }

    @Test
    void valueThatNobodyCameBackFor_isNotReturnedLaterThanItIsValid() throws Exception {
        StoreCache<Integer> cache = StoreCache.ofState(UNCHANGED);
        CompletableFuture<Thread> computing = new CompletableFuture<>();
        CountDownLatch allowed = new CountDownLatch(1);

        assertThat(cache.getWithin(Duration.ZERO, NAME, opener, _ -> {
                    computing.complete(Thread.currentThread());
                    await(allowed);
                    return computations.incrementAndGet();
                }))
                .isEmpty();
        allowed.countDown();
        computing.get().join();
        change();
        store.pass(Duration.ofSeconds(5));

        assertThat(within(cache, _ -> computations.incrementAndGet())).isEqualTo(2);
    }

    @Test
    void failureOfAComputationThatNobodyWaitedFor_isReportedToTheNextCaller_andTriedAgain() throws Exception {
        StoreCache<Integer> cache = StoreCache.ofState(UNCHANGED);
        CountDownLatch allowed = new CountDownLatch(1);
        IOException failure = new IOException("unreadable");
        StoreCache.Computation<Integer> failing = _ -> {
            await(allowed);
            throw failure;
        };

        assertThat(cache.getWithin(Duration.ZERO, NAME, opener, failing)).isEmpty();
        allowed.countDown();

        assertThatThrownBy(() -> within(cache, failing)).isSameAs(failure);
        assertThat(within(cache, _ -> computations.incrementAndGet())).isEqualTo(1);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void pause(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
