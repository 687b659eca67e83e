package loom.aml.server.page.view;

import java.util.List;

/**
 * An item.
 *
 * @param file the path of its collection within the store
 * @param raw its text as it is stored
 * @param isHistoryComplete whether no older archive or snapshot was passed over
 * @param findings parts of the store and of its history that could not be read
 */
public record ItemView(
        String address,
        String title,
        String lesson,
        String agent,
        String kind,
        String id,
        String revision,
        String file,
        boolean isPinned,
        boolean isActive,
        List<Figure> usage,
        List<FieldRow> fields,
        String raw,
        List<VersionRow> versions,
        boolean isHistoryComplete,
        List<ItemRow> similar,
        List<FindingView> findings) {
    public ItemView {
        usage = List.copyOf(usage);
        fields = List.copyOf(fields);
        versions = List.copyOf(versions);
        similar = List.copyOf(similar);
        findings = List.copyOf(findings);
    }
}
