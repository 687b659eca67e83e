package loom.aml.server.page.view;

/** A store in the navigation. */
public record StoreLink(String id, String name) {
    /** Returns the address of its pages. */
    public String address() {
        return Addresses.store(id);
    }
}
