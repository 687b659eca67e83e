package loom.aml.cli;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Reports that a signal (SIGINT, SIGTERM) stopped the process, and the state of the store. No cleanup is needed: files
 * are replaced by rename, so the store is consistent at any time. The JVM sets the exit code, 128 plus the signal
 * number. A server is asked to stop instead, and ends with its own exit code.
 */
final class Interruption extends Thread {
    private static final Duration GRACE = Duration.ofSeconds(20);

    private final Messages messages;
    private final Duration grace;
    private final CountDownLatch signal = new CountDownLatch(1);
    private volatile String outcome = "nothing was changed";
    private volatile @Nullable Thread server;
    private volatile Runnable overdue = () -> {};

    Interruption(Messages messages) {
        this(messages, GRACE);
    }

    /** @param grace the time that a server has to stop */
    Interruption(Messages messages, Duration grace) {
        super("interruption");
        this.messages = messages;
        this.grace = grace;
    }

    /** Starts to handle signals. A normal exit must halt the JVM, or it would be reported as an interruption. */
    Thread watch() {
        Runtime.getRuntime().addShutdownHook(this);
        return this;
    }

    /** Sets the message for a signal that stops the process from now on. */
    void ifStopped(String what) {
        outcome = what;
    }

    /** From now on a signal ends the process when the calling thread ends, or after a while. */
    void defer() {
        server = Thread.currentThread();
    }

    /** Waits for a signal, which is deferred. */
    void await() throws InterruptedException {
        defer();
        signal.await();
    }

    /** Waits for a signal, which is deferred, or a time. Returns whether the process is to end. */
    boolean await(Duration time) throws InterruptedException {
        defer();
        return signal.await(time.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Sets what is done if the process ends although the calling thread does not end in time. */
    void ifOverdue(Runnable what) {
        overdue = what;
    }

    /** Returns whether the process is to end. */
    boolean isRequested() {
        return signal.getCount() == 0;
    }

    /** Ends the waiting, as a signal would. */
    void end() {
        signal.countDown();
    }

    @Override
    public void run() {
        signal.countDown();
        Thread waiting = server;
        if (waiting != null) {
            try {
                if (!waiting.join(grace)) {
                    overdue.run();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return;
        }
        messages.beginLine();
        messages.error("interrupted; " + outcome);
        messages.stream().flush();
    }
}
