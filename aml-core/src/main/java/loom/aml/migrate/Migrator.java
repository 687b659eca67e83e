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
import loom.aml.store.FileChange;
import loom.aml.store.Finding;
import loom.aml.store.MemoryStore;
import loom.aml.store.ScanResult;
import loom.aml.store.Selection;
import loom.aml.store.StoreListing;
import loom.aml.store.Version;

/** Decides what a migration would change. Looks at every item once, tries the migration on it, and changes nothing. */
public final class Migrator {
    private final MigratePolicy policy;
    private final SchemaMigration migration;

    /**
     * @param now what the migration takes for the time at which it runs
     * @throws IllegalArgumentException if there is no way to the version that is asked for
     */
    public Migrator(MigratePolicy policy, Instant now) {
        this(policy, Schema.KNOWN, now);
    }

    Migrator(MigratePolicy policy, Schema schema, Instant now) {
        this.policy = policy;
        this.migration =
                new SchemaMigration(schema, policy.version(), policy.isUpOnly(), now.truncatedTo(ChronoUnit.MILLIS));
    }

    /** What would be changed, in the whole store. */
    public MigrationPlan plan(MemoryStore store) throws IOException {
        StoreListing listing = store.list();
        List<Finding> findings = new ArrayList<>(listing.findings());
        List<FileChange> changes = new ArrayList<>();
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
                    changes.add(new FileChange.Transform(read.file(), read.state(), migration));
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
                    "left as they are; --version " + migration.to() + " brings them down"));
        }
        if (settled > 0) {
            findings.add(Finding.of(
                    Finding.Kind.OTHER_VERSION,
                    "store",
                    items(settled, "has", "have") + " tags, by which 1.1.0 is told",
                    "left as they are: " + migration.to() + " has a place for all that they hold"));
        }
    }

    private static String items(long count, String one, String many) {
        return count + (count == 1 ? " item " + one : " items " + many);
    }

    private static Finding stopped(int bad) {
        return Finding.of(
                Finding.Kind.FAILED,
                "store",
                "nothing was migrated, for " + items(bad, "cannot", "cannot") + " be",
                "mend what is listed, or leave such items behind with --skip-bad");
    }

    /** The note of the run goes with the run, all or nothing. A file that cannot be read is not written over. */
    private void addHistory(
            MemoryStore store, String from, long items, List<FileChange> changes, List<Finding> findings)
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

    /** The change that notes a migration in the store's own file. */
    public static FileChange history(
            Version seen, String from, String to, SchemaVersion version, Instant at, long items) {
        return new FileChange.Compose(
                SchemaFile.PATH,
                seen,
                (log, present) -> SchemaFile.parse(present)
                        .with(new SchemaFile.Entry(from, to, version, at, items, log.run(), log.backup())));
    }

    /** The steps that are gone, and how many items go each. */
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
                (leg.isUp() ? "" : "takes back: ") + leg.step().summary(),
                count)));
        stages.sort((one, other) -> one.from().compareTo(one.to()) < 0
                ? one.from().compareTo(other.from())
                : other.from().compareTo(one.from()));
        return stages;
    }
}
