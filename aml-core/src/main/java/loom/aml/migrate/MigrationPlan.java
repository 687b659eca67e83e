package loom.aml.migrate;

import java.nio.charset.StandardCharsets;
import java.util.List;
import loom.aml.item.ItemKind;
import loom.aml.json.JsonObject;
import loom.aml.store.ChangeSet;
import loom.aml.store.Finding;
import loom.aml.store.Plan;

/**
 * A plan to migrate items. It is executed completely or not at all.
 *
 * @param migration the migration of each item
 * @param versions versions of all readable items
 * @param migrating versions of the items that change
 * @param files number of collections that change
 * @param bad number of items that cannot be migrated
 * @param steps the steps in order
 * @param samples one item of each kind, before and after
 */
public record MigrationPlan(
        ChangeSet changes,
        List<Finding> findings,
        MigratePolicy how,
        SchemaMigration migration,
        VersionCounts versions,
        VersionCounts migrating,
        int files,
        int bad,
        List<Stage> steps,
        List<Sample> samples)
        implements Plan {

    /** The operation name in run records. */
    public static final String OPERATION = "migrate";

    /** A step up or down. */
    public record Stage(SchemaVersion from, SchemaVersion to, String summary, long items) {
        JsonObject toJson() {
            return JsonObject.builder()
                    .put("from", from.toString())
                    .put("to", to.toString())
                    .put("summary", summary)
                    .put("items", items)
                    .build();
        }
    }

    /** An item before and after the migration. */
    public record Sample(ItemKind kind, String id, byte[] before, byte[] after) {
        public String textBefore() {
            return new String(before, StandardCharsets.UTF_8);
        }

        public String textAfter() {
            return new String(after, StandardCharsets.UTF_8);
        }

        JsonObject toJson() {
            return JsonObject.builder()
                    .put("kind", kind.word())
                    .put("id", id)
                    .put("before", textBefore())
                    .put("after", textAfter())
                    .build();
        }
    }

    public MigrationPlan {
        findings = List.copyOf(findings);
        steps = List.copyOf(steps);
        samples = List.copyOf(samples);
    }

    /** Returns the number of items that change. */
    public long items() {
        return migrating.items();
    }

    /** Returns whether items that cannot be migrated prevent the migration. */
    public boolean isStopped() {
        return bad > 0 && !how.skipBad();
    }

    /** Returns whether the runtime could not read the store after the migration. */
    public boolean leavesRuntimeBehind() {
        return !how.version().isReadByRuntime() && items() > 0;
    }

    @Override
    public String operation() {
        return OPERATION;
    }

    @Override
    public JsonObject policy() {
        return JsonObject.builder()
                .put("from", versions.word())
                .put(
                        "oldest",
                        versions.known().isEmpty()
                                ? null
                                : versions.known().firstKey().toString())
                .putAll(how.toJson())
                .put("items", items())
                .put("transformation", migration.name())
                .build();
    }

    public JsonObject toJson() {
        return JsonObject.builder()
                .put("operation", OPERATION)
                .put("from", versions.word())
                .put("to", how.version().toString())
                .put("runtime_reads_it", how.version().isReadByRuntime())
                .put("stopped", isStopped())
                .put("steps", steps.stream().map(Stage::toJson).toList())
                .put("files_changed", files)
                .put("items_transformed", items())
                .put("items_not_migrated", bad)
                .put("versions", versions.toJson())
                .put("samples", samples.stream().map(Sample::toJson).toList())
                .put("findings", findings.stream().map(Finding::toJson).toList())
                .build();
    }
}
