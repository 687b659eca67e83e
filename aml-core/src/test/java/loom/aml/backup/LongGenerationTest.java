package loom.aml.backup;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import loom.aml.CaseSample;
import loom.aml.TestItem;
import loom.aml.TestStore;
import loom.aml.backup.create.Snapshot;
import loom.aml.backup.create.SnapshotRequest;
import loom.aml.backup.repack.RepackPolicy;
import loom.aml.backup.repack.RepackReport;
import loom.aml.backup.repack.Repacker;
import loom.aml.backup.repository.Manifest;
import loom.aml.backup.restore.FolderRestore;
import loom.aml.backup.restore.RestoreSelection;
import loom.aml.io.LocalDisk;
import loom.aml.storage.BackupTarget;
import loom.aml.storage.Lease;
import loom.aml.storage.LeaseTerms;
import loom.aml.storage.MemoryTarget;
import loom.aml.storage.ObjectReader;
import loom.aml.store.StoreOptions;
import loom.aml.store.StorePaths;
import loom.aml.store.Workers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A generation of many increments costs about as much to read and write as one of a few. */
class LongGenerationTest {
    private static final long SEED = 20_261_126;
    private static final int ITEMS = 200;
    private static final int FILES = 8;

    private static final int HOURS = CaseSample.isFull() ? 100 : 40;

    /** Those of a week, one each hour. */
    private static final int INCREMENTS = CaseSample.isFull() ? 167 : 64;

    @TempDir
    private Path directory;

    private final Random random = new Random(SEED);
    private final AtomicLong bytesRead = new AtomicLong();
    private final BackupTarget target = new CountedTarget(new MemoryTarget(), bytesRead);
    private final List<Long> manifests = new ArrayList<>();
    private final List<String> manifestIds = new ArrayList<>();
    private int restores;
    private TestStore store;
    private TestItem[][] items;

    /** Counts the bytes that are read from another target. */
    private record CountedTarget(BackupTarget target, AtomicLong bytes) implements BackupTarget {
        @Override
        public String location() {
            return target.location();
        }

        @Override
        public List<Stored> list(String prefix) throws IOException {
            return target.list(prefix);
        }

        @Override
        public Collection<String> names(String folder) throws IOException {
            return target.names(folder);
        }

        @Override
        public boolean exists(String name) throws IOException {
            return target.exists(name);
        }

        @Override
        public Upload upload() throws IOException {
            return target.upload();
        }

        @Override
        public Upload upload(String name) throws IOException {
            return target.upload(name);
        }

        @Override
        public int discardUploads(String folder, Predicate<String> isOurs, Instant before) throws IOException {
            return target.discardUploads(folder, isOurs, before);
        }

        @Override
        public void delete(Collection<String> names) throws IOException {
            target.delete(names);
        }

        @Override
        public Lease lease(String name, LeaseTerms terms) throws IOException {
            return target.lease(name, terms);
        }

        @Override
        public ObjectReader open(String name) throws IOException {
            ObjectReader object = target.open(name);
            return new ObjectReader() {
                @Override
                public long size() {
                    return object.size();
                }

                @Override
                public int read(long position, byte[] into, int offset, int length) throws IOException {
                    int n = object.read(position, into, offset, length);
                    bytes.addAndGet(Math.max(0, n));
                    return n;
                }

                @Override
                public void close() throws IOException {
                    object.close();
                }
            };
        }
    }

    private void live(int files, int increments) throws IOException {
        store = TestStore.in(directory);
        items = new TestItem[files][ITEMS];
        for (int file = 0; file < items.length; file++) {
            for (int i = 0; i < ITEMS; i++) {
                items[file][i] = item("item " + file + " " + i);
            }
        }
        for (int i = 0; i <= increments; i++) {
            write();
            snapshot();
            edit();
        }
    }

    /** Hardly compressible, like real texts. */
    private TestItem item(String name) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 30; i++) {
            text.append(Long.toHexString(random.nextLong()));
        }
        return TestItem.pattern(TestItem.uuid(name)).with("x_text", text.toString());
    }

    private void write() throws IOException {
        for (int file = 0; file < items.length; file++) {
            store.put("agent-" + file + "/patterns.json", items[file]);
        }
    }

    private void edit() {
        for (TestItem[] collection : items) {
            for (int i = 0; i < ITEMS / 25; i++) {
                int place = random.nextInt(ITEMS);
                collection[place] = item("item " + random.nextLong());
            }
        }
    }

    private Backup backup() throws IOException {
        StoreOptions options = StoreOptions.DEFAULT.withThreads(2).withClock(store::now);
        return Backup.at(StorePaths.of(new LocalDisk(), store.root(), options), target, random, _ -> {});
    }

    private void snapshot() throws IOException {
        try (Backup backup = backup()) {
            Snapshot snapshot = backup.create(SnapshotRequest.DEFAULT);
            manifestIds.add(snapshot.manifest().id());
            manifests.add(
                    target.list(snapshot.manifest().name().object()).getFirst().bytes());
        }
        store.pass(Duration.ofHours(1));
    }

    private long sizeOfGenerations() throws IOException {
        return target.list("generations/").stream()
                .mapToLong(BackupTarget.Stored::bytes)
                .sum();
    }

    @Test
    void increments_ofManyHours_areReadOnce_andTheirManifestsStaySmall() throws IOException {
        live(20, HOURS);
        assertThat(bytesOfRestore(manifestIds.getLast())).as("seed " + SEED).isLessThan(2 * sizeOfGenerations());
        assertThat(manifests).hasSize(HOURS + 1);
        assertThat(manifests.getLast()).as("seed " + SEED).isLessThan(3 * manifests.get(1));
    }

    /** Returns the number of bytes that a restore reads from the target. */
    private long bytesOfRestore(String snapshot) throws IOException {
        bytesRead.set(0);
        try (Backup backup = backup()) {
            Manifest manifest = new Snapshots(backup.repository()).byId(snapshot);
            FolderRestore.Result result = new FolderRestore(new LocalDisk(), backup.repository(), 2)
                    .restore(manifest, RestoreSelection.EVERYTHING, directory.resolve("restored-" + restores++));
            assertThat(result.findings()).isEmpty();
        }
        return bytesRead.get();
    }

    @Test
    void restoreAfterRepacking_readsAboutAsMuchAsThatOfAFullSnapshot() throws IOException {
        live(FILES, INCREMENTS);
        long before = sizeOfGenerations();
        write();
        String full;
        try (Backup backup = backup()) {
            full = backup.create(SnapshotRequest.DEFAULT.full()).manifest().id();
        }
        long ofFull = bytesOfRestore(full);
        assertThat(bytesOfRestore(manifestIds.getLast())).as("seed " + SEED).isGreaterThan(2 * ofFull);
        long sizeOfFull = sizeOfGenerations() - before;

        RepackReport report = repack();

        assertThat(report.isComplete()).isTrue();
        assertThat(report.after()).singleElement().satisfies(layout -> {
            assertThat(layout.snapshots()).isEqualTo(INCREMENTS + 1);
            assertThat(layout.increments()).isZero();
            assertThat(layout.pieces()).isEqualTo(FILES);
            assertThat(layout.deadBytes()).isZero();
        });
        assertThat(bytesOfRestore(manifestIds.getLast())).as("seed " + SEED).isLessThan(ofFull * 13 / 10);
        assertThat(bytesOfRestore(manifestIds.getFirst())).as("seed " + SEED).isLessThan(before * 11 / 10);
        // Not smaller: the increments had no dead bytes, and hardly anything in these texts can be compressed.
        assertThat(sizeOfGenerations() - sizeOfFull).as("seed " + SEED).isLessThan(before * 11 / 10);
        try (Backup backup = backup()) {
            assertThat(new Repacker(backup.repository(), new Workers(2))
                            .plan(RepackPolicy.DEFAULT)
                            .isEmpty())
                    .isTrue();
        }
    }

    private RepackReport repack() throws IOException {
        try (Backup backup = backup();
                Lease _ = backup.repository().lock(Duration.ZERO)) {
            Repacker repacker = new Repacker(backup.repository(), new Workers(2));
            return repacker.execute(repacker.plan(RepackPolicy.DEFAULT));
        }
    }
}
