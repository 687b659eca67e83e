package loom.aml.migrate;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import loom.aml.json.JsonObject;

/**
 * The number of items per version. Not thread-safe.
 *
 * @param known counts by version, oldest first
 * @param unknown number of items of unknown versions
 */
public record VersionCounts(SortedMap<SchemaVersion, Long> known, long unknown) {

    public static final VersionCounts NONE = new VersionCounts(new TreeMap<>(), 0);

    public VersionCounts {
        known = Collections.unmodifiableSortedMap(new TreeMap<>(known));
    }

    public VersionCounts plus(VersionCounts other) {
        SortedMap<SchemaVersion, Long> sums = new TreeMap<>(known);
        other.known.forEach((version, count) -> sums.merge(version, count, Long::sum));
        return new VersionCounts(sums, unknown + other.unknown);
    }

    public long items() {
        return known.values().stream().mapToLong(Long::longValue).sum() + unknown;
    }

    /** Returns the version of all items; empty if they have several. */
    public Optional<SchemaVersion> only() {
        return known.size() == 1 && unknown == 0 ? Optional.of(known.firstKey()) : Optional.empty();
    }

    public boolean isMixed() {
        return known.size() + (unknown > 0 ? 1 : 0) > 1;
    }

    /** Returns a version as a word: {@code 1.0.0}, {@code mixed}, {@code unknown}, or {@code none} without items. */
    public String word() {
        return only().map(SchemaVersion::toString).orElse(isMixed() ? "mixed" : unknown > 0 ? "unknown" : "none");
    }

    public List<JsonObject> toJson() {
        List<JsonObject> counts = new ArrayList<>();
        for (Map.Entry<SchemaVersion, Long> count : known.entrySet()) {
            counts.add(JsonObject.builder()
                    .put("version", count.getKey().toString())
                    .put("items", count.getValue())
                    .build());
        }
        if (unknown > 0) {
            counts.add(JsonObject.builder()
                    .put("version", "unknown")
                    .put("items", unknown)
                    .build());
        }
        return counts;
    }
}
