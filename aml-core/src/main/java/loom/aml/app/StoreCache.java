package loom.aml.app;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import loom.aml.store.log.LogFolder;
import org.jspecify.annotations.Nullable;

/**
 * A cache of a value that takes long to compute, one for each store. Callers that need a new value of the same store wait for one
 * computation. Thread-safe.
 *
 * <p>The age of a value decides how it is used: a fresh one is returned; an older one is returned while it is renewed in the
 * background, by {@value #RENEWALS} threads at most; a still older one is replaced before the caller returns. It is computed again
 * only if the state of the store changed, or after a longer time. If that fails, the value is dropped, and the next caller tries
 * again and gets the failure.
 */
public final class StoreCache<T> {
    private static final int RENEWALS = 2;
    private static final int AWAITED_SECONDS = 5;

    private final Duration fresh;
    private final Duration unchanged;
    private final Duration shown;
    private final Map<String, Slot> slots = new ConcurrentHashMap<>();
    private final Semaphore renewals = new Semaphore(RENEWALS);

    /**
     * @param fresh a younger value is returned without asking the store whether it changed
     * @param unchanged a younger value is kept if the store did not change
     * @param shown a younger value is returned while it is renewed
     */
    public StoreCache(Duration fresh, Duration unchanged, Duration shown) {
        this.fresh = fresh;
        this.unchanged = unchanged;
        this.shown = shown;
    }

    /**
     * Returns a cache whose values always match the state of their store.
     *
     * @param unchanged how long a value is kept if the store does not change
     */
    public static <T> StoreCache<T> ofState(Duration unchanged) {
        return new StoreCache<>(Duration.ZERO, unchanged, Duration.ZERO);
    }

    /** Computes the value of a store. */
    @FunctionalInterface
    public interface Computation<T> {
        T of(OpenStore opened) throws IOException;
    }

    /**
     * A cached value.
     *
     * @param state changes whenever a collection of the store does, and with each recorded run
     * @param at when it was computed
     */
    public record Entry<T>(T value, String state, Instant at) {
        /** Returns the time between the computation and another time, which is earlier if the clock was set back. */
        public Duration age(Instant now) {
            return Duration.between(at, now).abs();
        }
    }

    /**
     * Returns the value of a store.
     *
     * @param store the name of the store in this cache
     * @param computation is called by this thread or, later, by another one
     */
    public Entry<T> get(String store, StoreOpener opener, Computation<T> computation) throws IOException {
        return slots.computeIfAbsent(store, _ -> new Slot()).get(opener, computation);
    }

    /**
     * Returns the value of a store; empty if it takes longer to compute than the caller can wait. It is then computed in the background, and
     * one of the next calls returns it: at once if it is younger than {@value #AWAITED_SECONDS} seconds, even if the store has changed, so that a store
     * that changes all the time has a value, too.
     *
     * @param computation is called by another thread
     */
    public Optional<Entry<T>> getWithin(Duration patience, String store, StoreOpener opener, Computation<T> computation)
            throws IOException {
        return slots.computeIfAbsent(store, _ -> new Slot()).getWithin(patience, opener, computation);
    }

    /** Makes the next caller wait for a new value, after a change that it must show. */
    public void forget(String store) {
        // A computation that has begun puts its value into the slot that it began with, where no later caller looks.
        slots.remove(store);
    }

    private static String state(OpenStore opened) throws IOException {
        List<String> runs = LogFolder.of(opened.store().place()).runs();
        return opened.fingerprint() + (runs.isEmpty() ? "" : runs.getLast());
    }

    /** The place of one value, until it is forgotten. */
    private final class Slot {
        private final ReentrantLock computing = new ReentrantLock();
        private final AtomicBoolean isRenewed = new AtomicBoolean();
        private volatile @Nullable Entry<T> last;
        /** The computation for callers that did not wait for its end. */
        private @Nullable FutureTask<Entry<T>> awaited;

        Entry<T> get(StoreOpener opener, Computation<T> computation) throws IOException {
            Instant now = opener.clock().instant();
            Optional<Entry<T>> known = youngerThan(fresh, now);
            if (known.isPresent()) {
                return known.get();
            }
            known = youngerThan(shown, now);
            if (known.isPresent()) {
                if (isRenewed.compareAndSet(false, true)) {
                    Thread.ofVirtual().name("aml-renewal").start(() -> renew(opener, computation));
                }
                return known.get();
            }
            return current(opener, computation);
        }

        Optional<Entry<T>> getWithin(Duration patience, StoreOpener opener, Computation<T> computation)
                throws IOException {
            FutureTask<Entry<T>> task = awaited(opener, computation);
            try {
                Entry<T> entry = task.get(patience.toNanos(), TimeUnit.NANOSECONDS);
                end(task);
                return Optional.of(entry);
            } catch (TimeoutException e) {
                return Optional.empty();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return Optional.empty();
            } catch (ExecutionException e) {
                end(task);
                switch (e.getCause()) {
                    case IOException io -> throw io;
                    case RuntimeException unchecked -> throw unchecked;
                    case Error error -> throw error;
                    case null, default -> throw new IllegalStateException(e.getCause());
                }
            }
        }

        /** Returns the computation that runs or whose result nobody has seen yet, or else a new one. */
        private synchronized FutureTask<Entry<T>> awaited(StoreOpener opener, Computation<T> computation) {
            FutureTask<Entry<T>> task = awaited;
            if (task == null || isOutdated(task, opener.clock().instant())) {
                task = new FutureTask<>(() -> get(opener, computation));
                awaited = task;
                Thread.ofVirtual().name("aml-computation").start(task);
            }
            return task;
        }

        private boolean isOutdated(FutureTask<Entry<T>> task, Instant now) {
            return task.state() == Future.State.SUCCESS
                    && task.resultNow().age(now).toSeconds() >= AWAITED_SECONDS;
        }

        private synchronized void end(FutureTask<Entry<T>> task) {
            if (awaited == task) {
                awaited = null;
            }
        }

        private Optional<Entry<T>> youngerThan(Duration limit, Instant now) {
            return Optional.ofNullable(last).filter(entry -> entry.age(now).compareTo(limit) < 0);
        }

        private void renew(StoreOpener opener, Computation<T> computation) {
            renewals.acquireUninterruptibly();
            try {
                current(opener, computation);
            } catch (IOException | RuntimeException e) {
                // The value was dropped, so the next caller computes it and gets the failure.
            } finally {
                renewals.release();
                isRenewed.set(false);
            }
        }

        private Entry<T> current(StoreOpener opener, Computation<T> computation) throws IOException {
            computing.lock();
            try {
                // Perhaps another thread computed it in the meantime.
                Optional<Entry<T>> known = youngerThan(fresh, opener.clock().instant());
                Entry<T> current = known.isPresent() ? known.get() : unchangedOrComputed(opener, computation);
                last = current;
                return current;
            } catch (IOException | RuntimeException e) {
                last = null;
                throw e;
            } finally {
                computing.unlock();
            }
        }

        private Entry<T> unchangedOrComputed(StoreOpener opener, Computation<T> computation) throws IOException {
            try (OpenStore opened = opener.forReading()) {
                // Before the computation, so that a change in between is noticed by the next caller.
                String state = state(opened);
                Optional<Entry<T>> known = youngerThan(unchanged, opened.now())
                        .filter(entry -> entry.state().equals(state));
                return known.isPresent() ? known.get() : new Entry<>(computation.of(opened), state, opened.now());
            }
        }
    }
}
