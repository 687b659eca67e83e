package loom.aml.server.page.view;

import java.util.List;
import java.util.Optional;

/**
 * The frame around the content of a page.
 *
 * @param title the title of the page
 * @param store the store that the page is about
 * @param section the entry of the navigation that the page belongs to
 * @param stores the stores to switch to
 * @param isReadOnly whether the host refuses changes
 * @param run the run that led to this page, for a notice with its undo
 * @param assets the beginning of the addresses of style sheet and scripts
 */
public record Frame(
        String title,
        Optional<StoreLink> store,
        Section section,
        List<StoreLink> stores,
        boolean isReadOnly,
        Optional<String> run,
        String assets) {

    public Frame {
        stores = List.copyOf(stores);
    }

    /** Returns the entries of the navigation of a store. */
    public List<Section> sections() {
        return List.of(Section.values()).subList(1, Section.values().length);
    }

    /** Returns the id of the store; empty if the page is about none. */
    public String storeId() {
        return store.map(StoreLink::id).orElse("");
    }

    /** Returns the address of the store. */
    public String base() {
        return store.map(StoreLink::address).orElse("");
    }
}
