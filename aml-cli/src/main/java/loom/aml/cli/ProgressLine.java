package loom.aml.cli;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import java.util.function.LongSupplier;
import loom.aml.cli.print.Amounts;
import loom.aml.store.Progress;

/**
 * A line on standard error that says how far long work has come, how fast it goes, and how long it will take; none while the
 * command has lasted less than a second, and none that stays. Work comes in phases: each counts from one to its total.
 */
final class ProgressLine implements Progress {
    /** In nanoseconds, as all times here. */
    private static final long PATIENCE = 1_000_000_000;

    private static final long PAUSE = 100_000_000;
    private static final String CLEAR_LINE = "\r\u001b[K";

    private final PrintStream err;
    private final LongSupplier nanos;
    private final long began;
    private long phaseBegan;
    private long drawnAt;
    private int furthest;
    private int of;
    private boolean isDrawn;

    /**
     * @param nanos the time, as {@link System#nanoTime()}
     */
    ProgressLine(PrintStream err, LongSupplier nanos) {
        this.err = err;
        this.nanos = nanos;
        this.began = nanos.getAsLong();
        this.phaseBegan = began;
    }

    @Override
    public synchronized void done(int done, int total) {
        long now = nanos.getAsLong();
        if (total != of) {
            of = total;
            furthest = 0;
        }
        furthest = Math.max(furthest, done);
        if (furthest == total) {
            clear();
            of = 0;
            phaseBegan = now;
        } else if (now - began >= PATIENCE && now - phaseBegan >= 2 * PAUSE && now - drawnAt >= PAUSE) {
            drawnAt = now;
            draw(Duration.ofNanos(now - phaseBegan));
        }
    }

    private void draw(Duration elapsed) {
        Duration left = elapsed.multipliedBy(of - furthest).dividedBy(furthest);
        err.print(CLEAR_LINE + "  " + Amounts.count(furthest) + " of " + Amounts.of(of, "file") + ", "
                + String.format(Locale.ROOT, "%.1f", furthest * 1000.0 / elapsed.toMillis()) + " a second, "
                + Amounts.duration(left) + " left");
        err.flush();
        isDrawn = true;
    }

    /** Begins anew: what is to come takes its time from now. */
    synchronized void restart() {
        of = 0;
        phaseBegan = nanos.getAsLong();
    }

    /** Takes the line away, so that something else can be said. */
    synchronized void clear() {
        if (isDrawn) {
            err.print(CLEAR_LINE);
            err.flush();
            isDrawn = false;
        }
    }
}
