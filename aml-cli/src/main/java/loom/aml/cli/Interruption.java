package loom.aml.cli;

/**
 * Reports that a signal (an interrupt from the terminal, a request to end) stopped the process, and in which state that left
 * things. Nothing has to be cleaned up: files are replaced by rename, so the store is whole at any instant. The JVM adds the exit
 * code, 128 and the signal.
 */
final class Interruption extends Thread {
    private final Messages messages;
    private volatile String outcome = "nothing was changed";

    Interruption(Messages messages) {
        super("interruption");
        this.messages = messages;
    }

    /** Answers signals from now on. An ordinary end must halt the JVM, or it would be reported as an interruption. */
    Thread watch() {
        Runtime.getRuntime().addShutdownHook(this);
        return this;
    }

    /** Sets what is reported if a signal stops the process from now on. */
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
