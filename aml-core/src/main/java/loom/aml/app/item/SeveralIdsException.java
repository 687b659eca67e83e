package loom.aml.app.item;

/** Several ids begin like the one that was named. */
public final class SeveralIdsException extends Exception {
    private static final long serialVersionUID = 1L;

    SeveralIdsException(String id, int count) {
        super(count + " ids begin with " + id + "; name more of it");
    }
}
