package loom.aml.migrate;

import java.nio.charset.StandardCharsets;
import java.util.List;
import loom.aml.item.ItemKind;
import loom.aml.json.JsonObject;
import loom.aml.store.ChangeSet;
import loom.aml.store.Finding;
import loom.aml.store.Plan;

/**
 * What is to be migrated, all of it together or none of it.
 *
 * @param migration what each item goes through
 * @param versions versions of all items that could be read
 * @param migrating versions of the items that change
 * @param files collections that change
 * @param bad items that cannot be migrated
 * @param steps what the steps on the way do, in their order
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

    /** The word under which migrations are recorded. */
    public static final String OPERATION = "migrate";

    /** A step on the way, up or down. */
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

    /** An item before and after. */
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

    /** Items that change. */
    public long items() {
        return migrating.items();
    }

    /** Whether items that cannot be migrated keep the others from it. */
    public boolean isStopped() {
        return bad > 0 && !how.skipBad();
    }

    /** Whether the runtime could no longer serve the store. */
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
