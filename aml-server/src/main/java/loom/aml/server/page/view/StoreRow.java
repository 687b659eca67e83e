package loom.aml.server.page.view;

import java.util.List;

/** A store in the list. */
public record StoreRow(
        String id,
        String name,
        String path,
        String kind,
        String items,
        String size,
        String changed,
        String health,
        List<String> warnings) {
    public StoreRow {
        warnings = List.copyOf(warnings);
    }
}
