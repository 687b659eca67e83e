package loom.aml.migrate;

import java.util.Optional;
import loom.aml.json.JsonObject;

/**
 * Where items are to be brought to.
 *
 * @param target the version; none brings older items up to the newest one that the runtime reads, and nothing down
 * @param skipBad whether items that cannot be migrated are left behind, rather than stop the run
 * @param isUpOnly whether items of newer versions are left as they are
 */
public record MigratePolicy(Optional<SchemaVersion> target, boolean skipBad, boolean isUpOnly) {

    /** Up to the newest version that the runtime reads. */
    public static final MigratePolicy DEFAULT = new MigratePolicy(Optional.empty(), false, true);

    /** Up or down to a version. */
    public static MigratePolicy to(SchemaVersion version) {
        return new MigratePolicy(Optional.of(version), false, false);
    }

    /** Brings older items up before another run. What cannot be migrated must not keep that run from its work. */
    public static MigratePolicy automatically(SchemaVersion version) {
        return new MigratePolicy(Optional.of(version), true, true);
    }

    public MigratePolicy withSkipBad(boolean on) {
        return new MigratePolicy(target, on, isUpOnly);
    }

    /** The version that is meant. */
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
