package loom.aml.app.item;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import loom.aml.app.OpenStore;
import loom.aml.backup.Backup;
import loom.aml.backup.Snapshots;
import loom.aml.backup.repository.FileEntry;
import loom.aml.backup.repository.Manifest;
import loom.aml.backup.restore.SnapshotFile;
import loom.aml.io.DamagedException;
import loom.aml.io.GzipLimits;
import loom.aml.io.Sha256;
import loom.aml.io.TextInput;
import loom.aml.item.CollectionReader;
import loom.aml.item.Item;
import loom.aml.item.ItemKey;
import loom.aml.item.Revision;
import loom.aml.json.JsonObject;
import loom.aml.run.History;
import loom.aml.store.CollectionFile;
import loom.aml.store.Finding;
import loom.aml.store.log.Archive;
import loom.aml.store.log.ArchiveReader;
import loom.aml.store.log.Commit;
import loom.aml.store.log.FormerItem;
import loom.aml.store.log.LogFolder;
import loom.aml.store.log.RunRecord;

/** Lists the former versions of an item: those that runs archived, and those in snapshots of collections. */
public final class ListVersions {
    /** The number of archives that are read, the newest first. */
    private static final int ARCHIVES = 200;
    /** The number of different versions of a collection that are read from snapshots. */
    private static final int SNAPSHOTS = 20;

    private final OpenStore opened;

    public ListVersions(OpenStore opened) {
        this.opened = opened;
    }

    /**
     * A former version.
     *
     * @param at the time until which it was the current one, or at which the snapshot was taken
     * @param run the run that replaced or removed it; empty if it is from a snapshot
     * @param operation the operation of the run
     * @param snapshot the snapshot that contains it; empty if it is from an archive
     */
    public record Version(
            Instant at,
            Optional<String> run,
            String operation,
            Optional<String> snapshot,
            Revision revision,
            String text) {}

    /**
     * The versions.
     *
     * @param versions the newest first, without repetitions
     * @param isComplete whether no older archive or snapshot was passed over
     * @param findings records, archives and snapshots that could not be read
     */
    public record Result(List<Version> versions, boolean isComplete, List<Finding> findings) {
        public Result {
            versions = List.copyOf(versions);
            findings = List.copyOf(findings);
        }
    }

    public Result run(ItemKey key) throws IOException {
        return new Search(key).run();
    }

    /** The search for the versions of one item. */
    private final class Search {
        private final ItemKey key;
        private final List<Version> versions = new ArrayList<>();
        private final List<Finding> findings = new ArrayList<>();
        private boolean isComplete = true;
        private int archives;

        Search(ItemKey key) {
            this.key = key;
        }

        Result run() throws IOException {
            History history = new History(opened.store());
            for (RunRecord run : history.runs()) {
                archived(run);
            }
            findings.addAll(history.unreadable());
            saved();
            versions.sort(Comparator.comparing(Version::at).reversed());
            Set<Revision> seen = new HashSet<>();
            versions.removeIf(version -> !seen.add(version.revision()));
            return new Result(versions, isComplete, findings);
        }

        private void archived(RunRecord run) {
            Archive archive = new Archive(LogFolder.of(opened.store().place()), run.run());
            for (Commit commit : run.commits()) {
                Optional<String> name = commit.archive()
                        .map(Commit.Archived::name)
                        .filter(each ->
                                isOf(key, commit.path()) && (Archive.isOfItems(each) || Archive.isOfTransformed(each)));
                if (name.isPresent() && ++archives > ARCHIVES) {
                    isComplete = false;
                    return;
                }
                try {
                    if (name.isPresent()) {
                        read(run, archive, name.get());
                    }
                } catch (IOException e) {
                    findings.add(Finding.of(
                            Finding.Kind.UNREADABLE,
                            "run " + run.run(),
                            "its archive cannot be read: " + e.getMessage(),
                            "versions of this item may be missing here"));
                }
            }
        }

        private void read(RunRecord run, Archive archive, String name) throws IOException {
            if (Archive.isOfItems(name)) {
                try (ArchiveReader<JsonObject> removed = archive.removed(name)) {
                    for (JsonObject entry = removed.next(); entry != null; entry = removed.next()) {
                        if (entry.string("id").equals(Optional.of(key.id()))) {
                            add(run, entry.string("item").orElse("").getBytes(StandardCharsets.UTF_8));
                        }
                    }
                }
            } else {
                try (ArchiveReader<FormerItem> former = archive.transformed(name)) {
                    for (FormerItem item = former.next(); item != null; item = former.next()) {
                        if (item.original().isPresent()) {
                            add(run, item.original().get());
                        }
                    }
                }
            }
        }

        private void add(RunRecord run, byte[] text) throws DamagedException {
            Item item = Item.alone(text, key.kind());
            if (key.id().equals(item.id()) && run.startedAt().isPresent()) {
                versions.add(new Version(
                        run.startedAt().get(),
                        Optional.of(run.run()),
                        run.operation(),
                        Optional.empty(),
                        Revision.of(item),
                        new String(text, StandardCharsets.UTF_8)));
            }
        }

        private void saved() throws IOException {
            Set<Sha256.Sum> read = new HashSet<>();
            try (Backup backup = Backup.of(opened.store().place(), opened.random())) {
                Snapshots snapshots = new Snapshots(backup.repository());
                for (Manifest manifest : snapshots.list().reversed()) {
                    for (FileEntry file : manifest.files()) {
                        if (isOfKey(file) && !read.contains(file.content())) {
                            if (read.size() == SNAPSHOTS) {
                                isComplete = false;
                                break;
                            }
                            read.add(file.content());
                            saved(manifest, new SnapshotFile(backup.repository(), manifest, file));
                        }
                    }
                }
                findings.addAll(snapshots.findings());
            }
        }

        private boolean isOfKey(FileEntry file) {
            return file.items().isPresent()
                    && CollectionFile.ofRuntime(file.path()).isPresent()
                    && isOf(key, file.path());
        }

        private void saved(Manifest manifest, SnapshotFile file) {
            List<Version> found = new ArrayList<>();
            try (TextInput text = TextInput.of(file.content(), GzipLimits.DEFAULT)) {
                CollectionReader.read(text, key.kind(), item -> {
                    if (key.id().equals(item.id())) {
                        found.add(new Version(
                                manifest.time(),
                                Optional.empty(),
                                "",
                                Optional.of(manifest.id()),
                                Revision.of(item),
                                new String(item.copyBytes(), StandardCharsets.UTF_8)));
                    }
                });
                versions.addAll(found);
            } catch (IOException e) {
                findings.add(Finding.of(
                        Finding.Kind.UNREADABLE,
                        "snapshot " + manifest.id(),
                        "cannot be read: " + e.getMessage(),
                        "'aml backup verify --all' shows what else is damaged"));
            }
        }
    }

    private static boolean isOf(ItemKey key, String path) {
        return CollectionFile.ofPath(path)
                .filter(file -> file.agent().equals(key.agent()) && file.kind() == key.kind())
                .isPresent();
    }
}
