package loom.aml.sample;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import loom.aml.item.ItemKind;
import loom.aml.json.JsonObject;

/**
 * What was planted.
 *
 * @param items items written
 * @param files files written
 * @param bytes their length
 * @param planted how many items carry each label, by kind
 */
public record SampleReport(long items, int files, long bytes, Map<Label, Map<ItemKind, Long>> planted) {

    /** How many items carry a label. */
    public long count(Label label) {
        return planted.getOrDefault(label, Map.of()).values().stream()
                .mapToLong(Long::longValue)
                .sum();
    }

    SampleReport plus(SampleReport other) {
        Map<Label, Map<ItemKind, Long>> sum = new EnumMap<>(Label.class);
        for (SampleReport report : List.of(this, other)) {
            report.planted.forEach((label, kinds) ->
                    kinds.forEach((kind, count) -> sum.computeIfAbsent(label, _ -> new EnumMap<>(ItemKind.class))
                            .merge(kind, count, Long::sum)));
        }
        return new SampleReport(items + other.items, files + other.files, bytes + other.bytes, sum);
    }

    public JsonObject toJson() {
        List<JsonObject> labels = new ArrayList<>();
        planted.forEach((label, kinds) -> {
            JsonObject.Builder counts =
                    JsonObject.builder().put("label", label.word()).put("items", count(label));
            for (ItemKind kind : ItemKind.values()) {
                counts.put(kind.plural(), kinds.getOrDefault(kind, 0L));
            }
            labels.add(counts.put("outcome", label.outcome().name().toLowerCase(java.util.Locale.ROOT))
                    .build());
        });
        return JsonObject.builder()
                .put("items", items)
                .put("files", files)
                .put("bytes", bytes)
                .put("planted", labels)
                .build();
    }
}
