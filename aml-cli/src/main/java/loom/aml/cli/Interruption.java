package loom.aml.cli;

/**
 * What is said when a signal (an interrupt from the terminal, a request to end) stops the process. Nothing has to be tidied up:
 * files are replaced by rename, so the store is whole at any instant. The JVM adds the exit code, 128 and the signal.
 */
final class Interruption extends Thread {
    private final Session session;

    private Interruption(Session session) {
        super("interruption");
        this.session = session;
    }

    /** From now on a signal is answered. An ordinary end must come by halting, or it would be taken for one. */
    static Thread watch(Session session) {
        Interruption interruption = new Interruption(session);
        Runtime.getRuntime().addShutdownHook(interruption);
        return interruption;
    }

    @Override
    public void run() {
        session.beginLine();
        session.error("interrupted; " + session.ifStopped());
        session.err().flush();
    }
}
