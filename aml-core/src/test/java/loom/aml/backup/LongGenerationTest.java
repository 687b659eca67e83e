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
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import loom.aml.TestItem;
import loom.aml.TestStore;
import loom.aml.backup.create.Snapshot;
import loom.aml.backup.create.SnapshotRequest;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A generation of a hundred increments costs about as much to read and write as one of a few. */
class LongGenerationTest {
    private static final long SEED = 20_261_126;
    private static final int INCREMENTS = 100;
    private static final int FILES = 20;
    private static final int ITEMS = 200;

    @TempDir
    private Path directory;

    private final Random random = new Random(SEED);
    private final AtomicLong bytesRead = new AtomicLong();
    private final BackupTarget target = new CountedTarget(new MemoryTarget(), bytesRead);
    private final List<Long> manifests = new ArrayList<>();
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

    private void live() throws IOException {
        store = TestStore.in(directory);
        items = new TestItem[FILES][ITEMS];
        for (int file = 0; file < FILES; file++) {
            for (int i = 0; i < ITEMS; i++) {
                items[file][i] = item("item " + file + " " + i);
            }
        }
        for (int i = 0; i <= INCREMENTS; i++) {
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
        for (int file = 0; file < FILES; file++) {
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
            manifests.add(
                    target.list(snapshot.manifest().name().object()).getFirst().bytes());
        }
        store.pass(Duration.ofHours(1));
    }

    private long sizeOfSegments() throws IOException {
        return target.list("generations/").stream()
                .filter(stored -> stored.name().contains("/segments/"))
                .mapToLong(BackupTarget.Stored::bytes)
                .sum();
    }

    @Test
    void increments_ofAHundredHours_areReadOnce_andTheirManifestsStaySmall() throws IOException {
        live();
        bytesRead.set(0);
        try (Backup backup = backup()) {
            Manifest newest = new Snapshots(backup.repository()).latest(Set.of());
            new FolderRestore(new LocalDisk(), backup.repository(), 2)
                    .restore(newest, RestoreSelection.EVERYTHING, directory.resolve("restored"));
        }
        assertThat(bytesRead.get()).as("seed " + SEED).isLessThan(2 * sizeOfSegments());
        assertThat(manifests).hasSize(INCREMENTS + 1);
        assertThat(manifests.getLast()).as("seed " + SEED).isLessThan(3 * manifests.get(1));
    }
}
