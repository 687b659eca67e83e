package loom.aml.migrate;

import java.io.IOException;
import java.util.List;
import loom.aml.item.CollectionReader;
import loom.aml.item.ForeignElement;
import loom.aml.item.Item;
import loom.aml.store.CollectionFile;
import loom.aml.store.CollectionScan;
import loom.aml.store.Finding;
import loom.aml.store.Findings;
import loom.aml.store.NotTransformableException;
import loom.aml.store.OpenCollection;
import loom.aml.store.Transformation;
import org.jspecify.annotations.Nullable;

/** Tries a migration on every item of a collection and discards the results. */
final class MigrationScan implements CollectionScan<MigrationScan.Seen> {
    private final SchemaMigration migration;

    MigrationScan(SchemaMigration migration) {
        this.migration = migration;
    }

    /**
     * The result of one collection.
     *
     * @param versions versions of all items
     * @param migrating versions of the items that would change
     * @param beyond number of items of newer versions that stay unchanged
     * @param settled number of items that carry the mark of another version but can be represented in the target
     *     version
     * @param bad number of items that cannot be migrated
     * @param sample the first item that would change; null if none would
     */
    record Seen(
            VersionCounts versions,
            VersionCounts migrating,
            long beyond,
            long settled,
            int bad,
            List<Finding> findings,
            MigrationPlan.@Nullable Sample sample) {}

    @Override
    public Seen scan(OpenCollection collection) throws IOException {
        Trial trial = new Trial(collection.file());
        collection.read(trial);
        return trial.seen();
    }

    private final class Trial implements CollectionReader.Visitor {
        private final CollectionFile file;
        private final VersionTally versions = new VersionTally(migration.schema());
        private final VersionTally migrating = new VersionTally(migration.schema());
        private final Findings findings;
        private long beyond;
        private long settled;
        private MigrationPlan.@Nullable Sample sample;

        Trial(CollectionFile file) {
            this.file = file;
            this.findings = new Findings(file.path());
        }

        @Override
        public void item(Item item) {
            SchemaVersion version = versions.count(item);
            if (version != null && migration.skips(version)) {
                beyond += version.equals(migration.to()) ? 0 : 1;
                return;
            }
            try {
                Transformation.Result result = sample == null ? migration.apply(item) : null;
                boolean changes = sample == null ? result != null : migration.changes(item);
                if (changes) {
                    migrating.count(item);
                } else {
                    settled++;
                }
                if (result != null) {
                    sample = new MigrationPlan.Sample(
                            file.kind(), String.valueOf(item.id()), item.copyBytes(), result.text());
                }
            } catch (NotTransformableException e) {
                findings.add(e.finding().kind(), e::finding);
            }
        }

        @Override
        public void stranger(ForeignElement element) {
            findings.add(
                    Finding.Kind.STRANGER,
                    () -> Finding.of(
                            Finding.Kind.STRANGER,
                            file.path(),
                            "element " + element.ordinal() + " is not an object",
                            "left unchanged"));
        }

        Seen seen() {
            return new Seen(
                    versions.counts(),
                    migrating.counts(),
                    beyond,
                    settled,
                    findings.count(Finding.Kind.NOT_MIGRATED),
                    findings.list(),
                    sample);
        }
    }
}
