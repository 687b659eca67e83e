package loom.aml.store.graph;

/** Thrown if a change cannot be made of the present graph. Nothing was changed. */
public final class RefusedException extends Exception {
    private static final long serialVersionUID = 1L;

    RefusedException(String message) {
        super(message);
    }
}
