package loom.aml.app.item;

import java.util.List;
import loom.aml.store.Finding;

/** Thrown if no readable item has the requested id. */
public final class NoSuchItemException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient List<Finding> unread;

    NoSuchItemException(String id, List<Finding> unread) {
        super("no item has an id that begins with " + id);
        this.unread = List.copyOf(unread);
    }

    /** Returns the collections that could not be read and may contain the item. */
    public List<Finding> unread() {
        return unread;
    }
}
