package loom.aml.store;

import java.time.Duration;
import java.time.InstantSource;
import loom.aml.io.GzipLimits;
import loom.aml.io.Ticker;

/**
 * The options for a store in a directory.
 *
 * @param lockWait the time to wait for a lock that another process holds
 * @param lockStale the time after which an unchanged lock is taken over, by the local monotonic clock
 * @param gzipLimits the limits for decompression
 * @param threads the number of files to process at once
 * @param clock the time of day
 * @param ticker the monotonic clock for waiting
 * @param transformations the transformations that recovery may have to apply again
 * @param progress receives the progress of reading
 */
public record StoreOptions(
        Duration lockWait,
        Duration lockStale,
        GzipLimits gzipLimits,
        int threads,
        InstantSource clock,
        Ticker ticker,
        Transformations transformations,
        Progress progress) {

    /** The runtime's lock library takes a lock over after 30 s; the wait is longer than that. */
    public static final StoreOptions DEFAULT = new StoreOptions(
            Duration.ofSeconds(45),
            Duration.ofSeconds(30),
            GzipLimits.DEFAULT,
            Runtime.getRuntime().availableProcessors(),
            InstantSource.system(),
            Ticker.SYSTEM,
            Transformations.NONE,
            Progress.NONE);

    public StoreOptions {
        if (threads < 1) {
            throw new IllegalArgumentException("threads must be at least 1: " + threads);
        }
    }

    public StoreOptions withClock(InstantSource other) {
        return new StoreOptions(lockWait, lockStale, gzipLimits, threads, other, ticker, transformations, progress);
    }

    public StoreOptions withTicker(Ticker other) {
        return new StoreOptions(lockWait, lockStale, gzipLimits, threads, clock, other, transformations, progress);
    }

    public StoreOptions withLockWait(Duration wait) {
        return new StoreOptions(wait, lockStale, gzipLimits, threads, clock, ticker, transformations, progress);
    }

    public StoreOptions withLockStale(Duration stale) {
        return new StoreOptions(lockWait, stale, gzipLimits, threads, clock, ticker, transformations, progress);
    }

    public StoreOptions withThreads(int count) {
        return new StoreOptions(lockWait, lockStale, gzipLimits, count, clock, ticker, transformations, progress);
    }

    public StoreOptions withGzipLimits(GzipLimits limits) {
        return new StoreOptions(lockWait, lockStale, limits, threads, clock, ticker, transformations, progress);
    }

    public StoreOptions withTransformations(Transformations known) {
        return new StoreOptions(lockWait, lockStale, gzipLimits, threads, clock, ticker, known, progress);
    }

    public StoreOptions withProgress(Progress other) {
        return new StoreOptions(lockWait, lockStale, gzipLimits, threads, clock, ticker, transformations, other);
    }

    /** Returns workers with the threads and the progress of these options. */
    public Workers workers() {
        return new Workers(threads, progress);
    }
}
