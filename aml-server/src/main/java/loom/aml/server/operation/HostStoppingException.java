package loom.aml.server.operation;

/** Thrown if the host is being stopped and starts no further work. */
public final class HostStoppingException extends Exception {
    private static final long serialVersionUID = 1L;

    public HostStoppingException() {
        super("the server is stopping; try again when it runs");
    }
}
