package loom.aml.cli;

/**
 * Reports that a signal (SIGINT, SIGTERM) stopped the process, and the state of the store. No cleanup is needed: files
 * are replaced by rename, so the store is consistent at any time. The JVM sets the exit code, 128 plus the signal
 * number.
 */
final class Interruption extends Thread {
    private final Messages messages;
    private volatile String outcome = "nothing was changed";

    Interruption(Messages messages) {
        super("interruption");
        this.messages = messages;
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

    @Override
    public void run() {
        messages.beginLine();
        messages.error("interrupted; " + outcome);
        messages.stream().flush();
    }
}
