package loom.aml.server.operation;

/** Thrown if another operation works on the store. */
public final class OperationRunningException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient Operation running;

    OperationRunningException(Operation running) {
        super("operation " + running.id() + " (" + running.command()
                + ") is working on this store; follow or cancel it");
        this.running = running;
    }

    /** Returns the other operation. */
    public Operation running() {
        return running;
    }
}
