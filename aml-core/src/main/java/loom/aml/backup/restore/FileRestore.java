package loom.aml.backup.restore;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import loom.aml.backup.repository.FileEntry;
import loom.aml.backup.repository.Manifest;
import loom.aml.backup.repository.Repository;
import loom.aml.io.DamagedException;
import loom.aml.io.Encoding;
import loom.aml.io.FileInput;
import loom.aml.io.FileState;
import loom.aml.io.GzipLimits;
import loom.aml.io.Sha256;
import loom.aml.io.TextInput;
import loom.aml.item.ItemKind;
import loom.aml.store.CollectionFile;
import loom.aml.store.FileChange;
import loom.aml.store.FileMaintenance;
import loom.aml.store.FileVersion;
import loom.aml.store.Finding;
import loom.aml.store.StoreChange;
import org.jspecify.annotations.Nullable;

/** Plans the restore of one file into the store. */
final class FileRestore {
    private final FileMaintenance files;
    private final GzipLimits limits;
    private final Repository repository;
    private final Manifest manifest;
    private final FileEntry file;
    private final StoreRestore.Differences receiver;
    private final List<StoreChange> changes = new ArrayList<>();
    private final List<Finding> findings = new ArrayList<>();
    private FileChange.Difference difference = FileChange.Difference.NONE;

    FileRestore(
            FileMaintenance files,
            GzipLimits limits,
            Repository repository,
            Manifest manifest,
            FileEntry file,
            StoreRestore.Differences receiver) {
        this.files = files;
        this.limits = limits;
        this.repository = repository;
        this.manifest = manifest;
        this.file = file;
        this.receiver = receiver;
    }

    /** The result: at most one change. */
    record Planned(List<StoreChange> changes, List<Finding> findings, FileChange.Difference difference) {}

    /** Plans the restore. */
    Planned plan() throws IOException {
        file();
        return new Planned(changes, findings, difference);
    }

    private void file() throws IOException {
        FileState now = files.state(file.path());
        if (!now.isFile() && !now.isMissing()) {
            findings.add(Finding.of(
                    Finding.Kind.CHANGED,
                    file.path(),
                    "its path is occupied by something other than a file",
                    "left unchanged; move it away and restore again"));
            return;
        }
        try {
            if (isSame(now)) {
                return;
            }
        } catch (IOException e) {
            findings.add(files.unreadable(file.path(), e));
            return;
        }
        SnapshotFile source = new SnapshotFile(repository, manifest, file);
        try {
            restore(now, source);
        } catch (DamagedException e) {
            partly(now, source, e);
        }
    }

    private boolean isSame(FileState now) throws IOException {
        if (now.isMissing() || !isOwnedAsThen(now)) {
            return false;
        }
        return isStored(now) || file.isText() && contentOf().equals(file.content());
    }

    /** Returns whether owner, mode and attributes are unchanged. An unchanged change time proves that they are. */
    private boolean isOwnedAsThen(FileState now) throws IOException {
        return file.isOf(now) || file.owned().isOf(files.access(file.path()));
    }

    /**
     * Returns whether the file has exactly the stored content. Reads the whole file, because damage changes neither size nor
     * times.
     */
    private boolean isStored(FileState now) throws IOException {
        if (now.size() != file.stored().size()) {
            return false;
        }
        try (FileInput in = files.open(file.path())) {
            return Sha256.of(in).equals(file.stored());
        }
    }

    /**
     * Returns the checksum of the text of a gzip file that was compressed differently, if its header matches that in the
     * snapshot.
     */
    private Sha256.Sum contentOf() throws IOException {
        Sha256.Sum other = new Sha256().sum();
        try (FileInput in = files.open(file.path())) {
            byte[] head = in.stream().readNBytes(file.gzip().length);
            if (!Arrays.equals(head, file.gzip())) {
                return other;
            }
        }
        try (TextInput text = TextInput.of(files.open(file.path()), limits)) {
            Sha256.Sum content = Sha256.of(text);
            return text.encoding() == Encoding.GZIP ? content : other;
        } catch (DamagedException e) {
            return other;
        }
    }

    /** Plans to replace the file. Verifies before the first change that the whole file can be restored. */
    private void restore(FileState now, SnapshotFile source) throws IOException {
        FileChange.Difference items = FileChange.Difference.NONE;
        Optional<CollectionFile> collection = CollectionFile.ofRuntime(file.path());
        boolean isIntact = source.isIntact();
        boolean isOfItems = collection.isPresent() && source.kind().isPresent();
        if (isOfItems && (receiver != StoreRestore.NOBODY || !now.isMissing())) {
            ItemVersions.Text standing = now.isMissing() ? null : () -> files.open(file.path());
            ItemVersions.Text given = isIntact ? source::content : source::checkedContent;
            items = compare(collection.get(), source.kind().get(), standing, given, receiver);
        } else {
            if (!isIntact) {
                source.check();
            }
            items = isOfItems ? new FileChange.Difference(file.items().orElse(0), 0, 0) : ofNote(now);
        }
        change(now, source::writeTo, items);
    }

    /** Returns the difference that a note makes, which is a file of its own. */
    private FileChange.Difference ofNote(FileState now) {
        boolean isNote = file.items().isPresent()
                && CollectionFile.ofRuntime(file.path()).isEmpty();
        return !isNote
                ? FileChange.Difference.NONE
                : now.isMissing() ? new FileChange.Difference(1, 0, 0) : new FileChange.Difference(0, 1, 0);
    }

    private void change(FileState now, FileChange.Content content, FileChange.Difference items) {
        difference = difference.plus(items);
        changes.add(new FileChange.Restore(
                file.path(),
                new FileVersion(now),
                content,
                file.owned().toAccess(),
                items,
                RestorePlan.cause(manifest)));
    }

    /**
     * Compares two versions of a collection. If the current one is damaged, every item of the other counts as added.
     */
    static FileChange.Difference compare(
            CollectionFile file,
            ItemKind kind,
            ItemVersions.@Nullable Text before,
            ItemVersions.@Nullable Text after,
            StoreRestore.Differences receiver)
            throws IOException {
        ItemVersions.Visitor each =
                receiver == StoreRestore.NOBODY ? null : (change, item) -> receiver.item(file, change, item.id());
        try {
            return ItemVersions.compare(before, after, kind, each);
        } catch (DamagedException e) {
            return ItemVersions.compare(null, after, kind, each);
        }
    }

    private void partly(FileState now, SnapshotFile source, DamagedException damage) throws IOException {
        if (source.kind().isEmpty()) {
            findings.add(DamageReport.file(file, damage.what()));
            return;
        }
        SavedItems saved;
        try {
            saved = source.writeWhatIsLeft(OutputStream.nullOutputStream());
        } catch (DamagedException e) {
            findings.add(DamageReport.file(file, e.what()));
            return;
        }
        findings.add(DamageReport.items(file, saved));
        if (now.isMissing()) {
            change(now, source::writeWhatIsLeft, new FileChange.Difference(saved.items(), 0, 0));
        } else {
            findings.add(Finding.of(
                    Finding.Kind.CHANGED,
                    file.path(),
                    "was not restored because the snapshot contains only a part of it",
                    "left unchanged; run 'aml backup restore --target DIR' to recover that part"));
        }
    }
}
