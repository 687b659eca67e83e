package loom.aml.migrate;

import java.util.List;
import java.util.Set;
import loom.aml.item.Field;
import loom.aml.item.Item;
import loom.aml.item.text.Member;
import loom.aml.item.text.ObjectText;
import loom.aml.item.text.Slice;
import loom.aml.item.text.UneditableException;
import loom.aml.migrate.RenamedObject.Part;
import org.jspecify.annotations.Nullable;

/**
 * Migrates from 1.2.0 to 2.0.0. In patterns, renames {@code metrics} to {@code performance} and {@code evolution} to
 * {@code lifecycle}; every item gets {@code version} and {@code metadata}.
 */
final class PerformanceStep implements Step {
    private static final String VERSION = "version";
    private static final String V2_0_0 = "\"2.0.0\"";
    private static final String V1_2_0 = "\"1.2.0\"";
    private static final String MIGRATED_AT = "migrated_at";
    private static final String VERSION_OF_METADATA = "metadata.version";

    private static final List<RenamedObject> OF_PATTERNS = List.of(
            new RenamedObject(
                    "metrics",
                    "performance",
                    List.of(
                            new Part("successRate", "success_rate", "0.5"),
                            new Part("executionCount", "execution_count", "0"),
                            new Part("avgTimeSavedMs", "avg_time_saved_ms", "0"),
                            new Part("errorPreventionCount", "error_prevention_count", "0"))),
            new RenamedObject(
                    "evolution",
                    "lifecycle",
                    List.of(
                            new Part("created", "created_at", null),
                            new Part("lastUsed", "last_used_at", null),
                            new Part("refinements", "refinement_count", "0"),
                            new Part("confidenceScore", "confidence", "0.5"))));

    @Override
    public SchemaVersion from() {
        return SchemaVersion.V1_2_0;
    }

    @Override
    public SchemaVersion to() {
        return SchemaVersion.V2_0_0;
    }

    @Override
    public String summary() {
        return "renames metrics and evolution; adds version";
    }

    @Override
    public Set<Field> marks() {
        return Set.of(Field.VERSION);
    }

    @Override
    public boolean isMarked(Item item) {
        return "2.0.0".equals(item.text(Field.VERSION));
    }

    @Override
    public void up(ItemText item) throws UneditableException {
        ObjectText root = item.root();
        Slice version = root.value(VERSION);
        if (version != null) {
            throw new UneditableException("has another version: " + version);
        }
        metadata(item);
        if (item.isPattern()) {
            for (RenamedObject object : OF_PATTERNS) {
                object.up(item);
            }
        }
        root.append(VERSION, V2_0_0);
    }

    private static void metadata(ItemText item) throws UneditableException {
        Slice kept = item.kept().takeOut(VERSION_OF_METADATA);
        Member version = MetadataStep.version(item);
        if (kept != null && version != null) {
            version.setValue(kept);
        } else if (!item.root().has(MetadataStep.METADATA)) {
            ObjectText metadata = item.root().appendObject(MetadataStep.METADATA);
            if (kept != null) {
                metadata.append(VERSION, kept);
            } else {
                metadata.append(VERSION, V2_0_0);
                metadata.append(MIGRATED_AT, item.now());
            }
        }
    }

    @Override
    public void down(ItemText item) throws UneditableException {
        ObjectText root = item.root();
        if (item.isPattern()) {
            for (RenamedObject object : OF_PATTERNS) {
                object.down(item);
            }
        }
        root.removeIfThere(VERSION);
        boolean hasVariations = root.has(MetadataStep.VARIATIONS);
        if (hasVariations && isAsTheWayUpAddsIt(root.object(MetadataStep.METADATA))) {
            root.removeIfThere(MetadataStep.METADATA);
        } else if (!hasVariations) {
            markAs1_2_0(item);
        }
    }

    private static boolean isAsTheWayUpAddsIt(@Nullable ObjectText metadata) throws UneditableException {
        return metadata != null
                && metadata.members().size() == 2
                && metadata.is(VERSION, V2_0_0)
                && metadata.has(MIGRATED_AT);
    }

    /** Without variations, the metadata is what marks 1.2.0. */
    private static void markAs1_2_0(ItemText item) throws UneditableException {
        Member version = MetadataStep.version(item);
        if (version == null) {
            MetadataStep.mark(item);
        } else if (!version.value().is(V1_2_0)) {
            item.kept().keep(VERSION_OF_METADATA, version.value());
            version.setValue(Slice.of(V1_2_0));
        }
    }
}
