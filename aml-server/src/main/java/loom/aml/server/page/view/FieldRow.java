package loom.aml.server.page.view;

import java.util.List;
import loom.aml.app.version.FieldChange;
import org.jspecify.annotations.Nullable;

/**
 * A field of an item, or of two versions of an item.
 *
 * @param name its path: {@code approach.technique}
 * @param before the value in the older version; null if it had none
 * @param after the value; null if it was removed
 */
public record FieldRow(
        String name, @Nullable String before, @Nullable String after) {

    /** Returns the fields of an item. */
    public static List<FieldRow> of(String json) {
        return FieldChange.fields(json).entrySet().stream()
                .map(entry -> new FieldRow(entry.getKey(), entry.getValue(), entry.getValue()))
                .toList();
    }

    /** Returns the fields that differ between two versions. */
    public static List<FieldRow> between(String before, String after) {
        return of(FieldChange.between(before, after));
    }

    /** Returns fields that differ. */
    public static List<FieldRow> of(List<FieldChange> changes) {
        return changes.stream()
                .map(change -> new FieldRow(
                        change.field(),
                        change.before().orElse(null),
                        change.after().orElse(null)))
                .toList();
    }
}
