package loom.aml.sample;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import loom.aml.item.ItemKind;
import loom.aml.json.JsonObject;
import loom.aml.store.Reason;

/**
 * The result of writing a sample.
 *
 * @param items items written
 * @param files files written, including those without items
 * @param bytes their size on disk
 * @param planted the number of items with each label, by kind; unused labels are omitted
 */
public record SampleReport(long items, int files, long bytes, Map<Label, Map<ItemKind, Long>> planted) {

    public SampleReport {
        Map<Label, Map<ItemKind, Long>> copy = new EnumMap<>(Label.class);
        planted.forEach((label, kinds) -> copy.put(label, Map.copyOf(kinds)));
        planted = Collections.unmodifiableMap(copy);
    }

    /** Returns the number of items with a label. */
    public long count(Label label) {
        return planted.getOrDefault(label, Map.of()).values().stream()
                .mapToLong(Long::longValue)
                .sum();
    }

    /** Returns the number of items of a kind with a label. */
    public long count(Label label, ItemKind kind) {
        return planted.getOrDefault(label, Map.of()).getOrDefault(kind, 0L);
    }

    public JsonObject toJson() {
        List<JsonObject> labels = new ArrayList<>();
        planted.keySet().forEach(label -> labels.add(toJson(label)));
        return JsonObject.builder()
                .put("items", items)
                .put("files", files)
                .put("bytes", bytes)
                .put("planted", labels)
                .build();
    }

    private JsonObject toJson(Label label) {
        JsonObject.Builder json =
                JsonObject.builder().put("label", label.word()).put("items", count(label));
        for (ItemKind kind : ItemKind.RUNTIME) {
            json.put(kind.plural(), count(label, kind));
        }
        json.put("outcome", label.outcome().word());
        Reason reason = label.reason();
        return json.put("strategy", label.strategy())
                .put("reason", reason == null ? null : reason.word())
                .build();
    }
}
