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
     * @param findings archives and snapshots that could not be read
     */
    public record Result(List<Version> versions, List<Finding> findings) {
        public Result {
            versions = List.copyOf(versions);
            findings = List.copyOf(findings);
        }
    }

    public Result run(ItemKey key) throws IOException {
        List<Version> versions = new ArrayList<>();
        List<Finding> findings = new ArrayList<>();
        for (RunRecord run : new History(opened.store()).runs()) {
            archived(key, run, versions, findings);
        }
        saved(key, versions, findings);
        versions.sort(Comparator.comparing(Version::at).reversed());
        Set<Revision> seen = new HashSet<>();
        versions.removeIf(version -> !seen.add(version.revision()));
        return new Result(versions, findings);
    }

    private void archived(ItemKey key, RunRecord run, List<Version> versions, List<Finding> findings) {
        Archive archive = new Archive(LogFolder.of(opened.store().place()), run.run());
        for (Commit commit : run.commits()) {
            Optional<Commit.Archived> archived = commit.archive();
            if (archived.isEmpty() || !isOf(key, commit.path())) {
                continue;
            }
            String name = archived.get().name();
            try {
                if (Archive.isOfItems(name)) {
                    for (JsonObject entry : archive.entries(name)) {
                        if (entry.string("id").equals(Optional.of(key.id()))) {
                            add(key, run, bytes(entry.string("item").orElse("")), versions);
                        }
                    }
                } else if (Archive.isOfTransformed(name)) {
                    transformed(key, run, archive.transformed(name), versions);
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

    private static void transformed(
            ItemKey key, RunRecord run, ArchiveReader<FormerItem> archive, List<Version> versions) throws IOException {
        try (archive) {
            for (FormerItem former = archive.next(); former != null; former = archive.next()) {
                if (former.original().isPresent()) {
                    add(key, run, former.original().get(), versions);
                }
            }
        }
    }

    private static void add(ItemKey key, RunRecord run, byte[] text, List<Version> versions) throws DamagedException {
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

    private void saved(ItemKey key, List<Version> versions, List<Finding> findings) throws IOException {
        Set<Sha256.Sum> read = new HashSet<>();
        try (Backup backup = Backup.of(opened.store().place(), opened.random())) {
            for (Manifest manifest : new Snapshots(backup.repository()).list().reversed()) {
                for (FileEntry file : manifest.files()) {
                    boolean isWanted = file.items().isPresent()
                            && CollectionFile.ofRuntime(file.path()).isPresent()
                            && isOf(key, file.path());
                    if (isWanted && read.size() < SNAPSHOTS && read.add(file.content())) {
                        saved(key, manifest, new SnapshotFile(backup.repository(), manifest, file), versions, findings);
                    }
                }
            }
        }
    }

    private static void saved(
            ItemKey key, Manifest manifest, SnapshotFile file, List<Version> versions, List<Finding> findings) {
        try (TextInput text = TextInput.of(file.content(), GzipLimits.DEFAULT)) {
            CollectionReader.read(text, key.kind(), item -> {
                if (key.id().equals(item.id())) {
                    versions.add(new Version(
                            manifest.time(),
                            Optional.empty(),
                            "",
                            Optional.of(manifest.id()),
                            Revision.of(item),
                            new String(item.copyBytes(), StandardCharsets.UTF_8)));
                }
            });
        } catch (IOException e) {
            findings.add(Finding.of(
                    Finding.Kind.UNREADABLE,
                    "snapshot " + manifest.id(),
                    "cannot be read: " + e.getMessage(),
                    "'aml backup verify' checks all snapshots"));
        }
    }

    private static boolean isOf(ItemKey key, String path) {
        return CollectionFile.ofPath(path)
                .filter(file -> file.agent().equals(key.agent()) && file.kind() == key.kind())
                .isPresent();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
