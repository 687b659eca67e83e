package loom.aml.server.stores;

/** Thrown if the host has no store with an id. */
public final class NoSuchStoreException extends Exception {
    private static final long serialVersionUID = 1L;

    NoSuchStoreException(String id) {
        super("no store has the id " + id);
    }
}
