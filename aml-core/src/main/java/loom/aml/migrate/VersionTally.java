package loom.aml.migrate;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import loom.aml.item.Item;
import org.jspecify.annotations.Nullable;

/** Counts items by version during a scan. Not thread-safe. */
final class VersionTally {
    private final Schema schema;
    private final List<SchemaVersion> versions;
    private final long[] counts;
    private long unknown;

    VersionTally(Schema schema) {
        this.schema = schema;
        this.versions = schema.versions();
        this.counts = new long[versions.size()];
    }

    /** Counts an item and returns its version; null if unknown. */
    @Nullable
    SchemaVersion count(Item item) {
        SchemaVersion version = schema.versionOf(item);
        if (version == null) {
            unknown++;
        } else {
            counts[versions.indexOf(version)]++;
        }
        return version;
    }

    VersionCounts counts() {
        SortedMap<SchemaVersion, Long> known = new TreeMap<>();
        for (int i = 0; i < counts.length; i++) {
            if (counts[i] > 0) {
                known.put(versions.get(i), counts[i]);
            }
        }
        return new VersionCounts(known, unknown);
    }
}
