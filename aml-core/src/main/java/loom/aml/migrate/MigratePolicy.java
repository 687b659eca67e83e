package loom.aml.migrate;

import java.util.Optional;
import loom.aml.json.JsonObject;

/**
 * Configures a migration.
 *
 * @param target the target version; if empty, older items are migrated up to the newest version that the runtime reads,
 *     and newer items stay unchanged
 * @param skipBad whether to skip items that cannot be migrated instead of aborting the run
 * @param isUpOnly whether items of newer versions stay unchanged
 */
public record MigratePolicy(Optional<SchemaVersion> target, boolean skipBad, boolean isUpOnly) {

    /** Migrates up to the newest version that the runtime reads. */
    public static final MigratePolicy DEFAULT = new MigratePolicy(Optional.empty(), false, true);

    /** Returns a policy that migrates up or down to a version. */
    public static MigratePolicy to(SchemaVersion version) {
        return new MigratePolicy(Optional.of(version), false, false);
    }

    /**
     * Returns a policy that migrates older items up before another run. Items that cannot be migrated are skipped so
     * that they do not abort that run.
     */
    public static MigratePolicy automatically(SchemaVersion version) {
        return new MigratePolicy(Optional.of(version), true, true);
    }

    public MigratePolicy withSkipBad(boolean on) {
        return new MigratePolicy(target, on, isUpOnly);
    }

    /** Returns the target version. */
    public SchemaVersion version() {
        return target.orElse(SchemaVersion.NEWEST_OF_RUNTIME);
    }

    public JsonObject toJson() {
        return JsonObject.builder()
                .put("to", version().toString())
                .put("skip_bad", skipBad)
                .put("up_only", isUpOnly)
                .build();
    }
}
