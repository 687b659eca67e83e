package loom.aml.app.item;

/** Thrown if several ids begin with the requested one. */
public final class SeveralIdsException extends Exception {
    private static final long serialVersionUID = 1L;

    SeveralIdsException(String id, int count) {
        super(count + " ids begin with " + id + "; specify more characters");
    }
}
