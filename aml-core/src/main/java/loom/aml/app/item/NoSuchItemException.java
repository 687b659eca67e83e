package loom.aml.app.item;

import java.util.List;
import loom.aml.store.Finding;

/** No item has the id that was named, in the part of the store that can be read. */
public final class NoSuchItemException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient List<Finding> unread;

    NoSuchItemException(String id, List<Finding> unread) {
        super("no item has the id " + id + ", or one that begins like it");
        this.unread = List.copyOf(unread);
    }

    /** The collections that could not be read and may hold it. */
    public List<Finding> unread() {
        return unread;
    }
}
