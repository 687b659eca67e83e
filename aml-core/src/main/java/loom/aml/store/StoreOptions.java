package loom.aml.store;

import java.time.Duration;
import java.time.InstantSource;
import loom.aml.io.GzipLimits;
import loom.aml.io.Ticker;

/**
 * How a store in a directory is to be treated.
 *
 * @param lockWait how long to wait for a lock that somebody else holds
 * @param lockStale how long a lock must stand still, watched on our own clock, before it is taken over
 * @param gzipLimits how far gzip may grow
 * @param threads files that are worked on at once
 * @param clock the time of day
 * @param ticker the time by which is waited
 * @param transformations those that a crash may have interrupted and that must be applied to what others wrote meanwhile
 * @param progress told how far reading has come
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

    /** What the runtime's lock library calls stale (30 s), and a wait that outlasts it. */
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

    /** Those who work on files, as many at once and telling whom these options say. */
    public Workers workers() {
        return new Workers(threads, progress);
    }
}
