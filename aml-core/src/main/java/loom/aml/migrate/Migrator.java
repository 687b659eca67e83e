package loom.aml.migrate;

import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import loom.aml.item.ItemKind;
import loom.aml.json.JsonSyntaxException;
import loom.aml.store.ChangeSet;
import loom.aml.store.CollectionChange;
import loom.aml.store.DocumentChange;
import loom.aml.store.Finding;
import loom.aml.store.MemoryStore;
import loom.aml.store.ScanResult;
import loom.aml.store.Selection;
import loom.aml.store.StoreChange;
import loom.aml.store.StoreListing;
import loom.aml.store.Version;

/** Plans migrations. Reads every item once, tries the migration on it, and changes nothing. */
public final class Migrator {
    private final MigratePolicy policy;
    private final SchemaMigration migration;

    /**
     * @param now the time of the migration
     * @throws IllegalArgumentException if no path leads to the target version
     */
    public Migrator(MigratePolicy policy, Instant now) {
        this(policy, Schema.KNOWN, now);
    }

    Migrator(MigratePolicy policy, Schema schema, Instant now) {
        this.policy = policy;
        this.migration =
                new SchemaMigration(schema, policy.version(), policy.isUpOnly(), now.truncatedTo(ChronoUnit.MILLIS));
    }

    /** Plans the migration of the whole store. */
    public MigrationPlan plan(MemoryStore store) throws IOException {
        StoreListing listing = store.list();
        List<Finding> findings = new ArrayList<>(listing.findings());
        List<StoreChange> changes = new ArrayList<>();
        Map<ItemKind, MigrationPlan.Sample> samples = new EnumMap<>(ItemKind.class);
        VersionCounts versions = VersionCounts.NONE;
        VersionCounts migrating = VersionCounts.NONE;
        long beyond = 0;
        long settled = 0;
        int bad = 0;
        for (ScanResult<MigrationScan.Seen> scanned :
                store.scan(listing, Selection.ALL, new MigrationScan(migration))) {
            if (scanned instanceof ScanResult.LeftAlone<MigrationScan.Seen> leftAlone) {
                findings.add(leftAlone.finding());
            } else if (scanned instanceof ScanResult.Read<MigrationScan.Seen> read) {
                MigrationScan.Seen seen = read.result();
                versions = versions.plus(seen.versions());
                migrating = migrating.plus(seen.migrating());
                beyond += seen.beyond();
                settled += seen.settled();
                bad += seen.bad();
                findings.addAll(seen.findings());
                if (seen.sample() != null) {
                    samples.putIfAbsent(read.file().kind(), seen.sample());
                    changes.add(new CollectionChange.Transform(read.file(), read.state(), migration));
                }
            }
        }
        addNotes(beyond, settled, findings);
        int files = changes.size();
        if (bad > 0 && !policy.skipBad()) {
            changes.clear();
            findings.add(stopped(bad));
        } else if (files > 0) {
            addHistory(store, versions.word(), migrating.items(), changes, findings);
        }
        return new MigrationPlan(
                new ChangeSet(changes).asWhole(),
                findings,
                policy,
                migration,
                versions,
                migrating,
                files,
                bad,
                stages(migrating),
                List.copyOf(samples.values()));
    }

    private void addNotes(long beyond, long settled, List<Finding> findings) {
        if (beyond > 0) {
            findings.add(Finding.of(
                            Finding.Kind.OTHER_VERSION,
                            "store",
                            items(beyond, "is", "are") + " of a newer version than " + migration.to(),
                            "left unchanged; --version " + migration.to() + " migrates them down")
                    .about("newer"));
        }
        if (settled > 0) {
            findings.add(Finding.of(
                            Finding.Kind.OTHER_VERSION,
                            "store",
                            items(settled, "has", "have") + " tags, the mark of schema version 1.1.0",
                            "left unchanged: " + migration.to() + " can represent all their fields")
                    .about("tags"));
        }
    }

    private static String items(long count, String one, String many) {
        return count + (count == 1 ? " item " + one : " items " + many);
    }

    private static Finding stopped(int bad) {
        return Finding.of(
                Finding.Kind.FAILED,
                "store",
                "nothing was migrated because " + items(bad, "cannot", "cannot") + " be migrated",
                "fix the listed items, or skip them with --skip-bad");
    }

    /**
     * Adds the history entry to the changes of the run, so that both are applied or neither is. A history file that
     * cannot be read is not overwritten.
     */
    private void addHistory(
            MemoryStore store, String from, long items, List<StoreChange> changes, List<Finding> findings)
            throws IOException {
        try {
            Optional<MemoryStore.Document> document = store.document(SchemaFile.PATH);
            SchemaFile.parse(document.map(MemoryStore.Document::content).orElse(null));
            changes.add(history(
                    document.map(MemoryStore.Document::state).orElse(Version.MISSING),
                    from,
                    migration.to().toString(),
                    migration.to(),
                    migration.at(),
                    items));
        } catch (JsonSyntaxException e) {
            findings.add(Detection.unreadable(e));
        }
    }

    /** Returns the change that adds a migration to the store's schema file. */
    public static StoreChange history(
            Version seen, String from, String to, SchemaVersion version, Instant at, long items) {
        return new DocumentChange.Compose(
                SchemaFile.PATH,
                seen,
                (log, present) -> SchemaFile.parse(present)
                        .with(new SchemaFile.Entry(from, to, version, at, items, log.run(), log.backup())));
    }

    /** Returns the steps with the number of items that each migrates. */
    private List<MigrationPlan.Stage> stages(VersionCounts migrating) {
        Map<Schema.Leg, Long> items = new LinkedHashMap<>();
        migrating
                .known()
                .forEach((version, count) -> migration
                        .schema()
                        .way(version, migration.to())
                        .forEach(leg -> items.merge(leg, count, Long::sum)));
        List<MigrationPlan.Stage> stages = new ArrayList<>();
        items.forEach((leg, count) -> stages.add(new MigrationPlan.Stage(
                leg.from(),
                leg.to(),
                (leg.isUp() ? "" : "reverts: ") + leg.step().summary(),
                count)));
        stages.sort((one, other) -> one.from().compareTo(one.to()) < 0
                ? one.from().compareTo(other.from())
                : other.from().compareTo(one.from()));
        return stages;
    }
}
