package loom.aml.migrate;

import java.util.Optional;
import loom.aml.json.JsonObject;
import loom.aml.store.Transformation;
import loom.aml.store.Transformations;

/**
 * Finds a migration that a crash interrupted. A separate small class, because every command that opens a store passes
 * it in and few need more.
 */
public final class SchemaMigrations implements Transformations {
    @Override
    public Optional<Transformation> named(JsonObject name) {
        if (!name.string("transformation").equals(Optional.of(SchemaMigration.NAME))) {
            return Optional.empty();
        }
        return name.string(SchemaMigration.TO)
                .flatMap(SchemaVersion::find)
                .filter(Schema.KNOWN.versions()::contains)
                .flatMap(to -> name.instant(SchemaMigration.AT)
                        .map(at -> new SchemaMigration(Schema.KNOWN, to, name.isTrue(SchemaMigration.UP_ONLY), at)));
    }
}
