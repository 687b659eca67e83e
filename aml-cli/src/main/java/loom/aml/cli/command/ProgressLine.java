package loom.aml.cli.command;

import java.time.Duration;
import loom.aml.cli.Session;
import loom.aml.cli.print.Amounts;
import loom.aml.store.Progress;

/** A line on standard error that says how far a long change has come; none for what takes less than a second. */
final class ProgressLine implements Progress, AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(1);
    private static final String CLEAR_LINE = "\r\u001b[K";

    private final Session session;
    private final long began = System.nanoTime();
    private boolean drawn;

    ProgressLine(Session session) {
        this.session = session;
    }

    @Override
    public synchronized void done(String path, int done, int total) {
        Duration elapsed = Duration.ofNanos(System.nanoTime() - began);
        if (!session.drawsProgress() || elapsed.compareTo(PATIENCE) < 0) {
            return;
        }
        Duration left = elapsed.multipliedBy(total - done).dividedBy(Math.max(1, done));
        session.err()
                .print(CLEAR_LINE + "  " + done + " of " + total + " files, "
                        + String.format(java.util.Locale.ROOT, "%.1f", done * 1000.0 / elapsed.toMillis())
                        + " a second, " + Amounts.duration(left) + " left");
        session.err().flush();
        drawn = true;
    }

    @Override
    public synchronized void close() {
        if (drawn) {
            session.err().print(CLEAR_LINE);
            session.err().flush();
        }
    }
}
