package loom.aml.cli;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import java.util.function.LongSupplier;
import loom.aml.app.text.Amounts;
import loom.aml.store.Progress;

/**
 * A progress line on standard error with the amount done, the rate and the remaining time. It appears after one second
 * and is erased at the end. Work has phases, each of which counts from one to its total.
 */
final class ProgressLine implements Progress {
    /** In nanoseconds, like all times here. */
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

    /** Starts a phase: its duration is measured from now. */
    synchronized void restart() {
        of = 0;
        phaseBegan = nanos.getAsLong();
    }

    /** Erases the line, so that a message can be printed. */
    synchronized void clear() {
        if (isDrawn) {
            err.print(CLEAR_LINE);
            err.flush();
            isDrawn = false;
        }
    }
}
