package loom.aml.backup.restore;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import loom.aml.backup.repository.FileEntry;
import loom.aml.backup.repository.FolderEntry;
import loom.aml.backup.repository.Manifest;
import loom.aml.backup.repository.Repository;
import loom.aml.io.Access;
import loom.aml.io.DamagedException;
import loom.aml.io.DirectoryEntry;
import loom.aml.io.Disk;
import loom.aml.io.DiskFullException;
import loom.aml.io.FileName;
import loom.aml.io.FileOutput;
import loom.aml.storage.Ownership;
import loom.aml.storage.PathWithin;
import loom.aml.store.Finding;
import loom.aml.store.Workers;
import loom.aml.store.log.RealFolders;
import loom.aml.store.loom.NewStore;

/** Restores a snapshot into an empty folder: every file with its mode, its times, and its owner if permitted. */
public final class FolderRestore {
    private static final int BUFFER = 256 << 10;

    private final Disk disk;
    private final Repository repository;
    private final Workers workers;

    /** @param threads the number of files that are written at once */
    public FolderRestore(Disk disk, Repository repository, int threads) {
        this(disk, repository, new Workers(threads));
    }

    public FolderRestore(Disk disk, Repository repository, Workers workers) {
        this.disk = disk;
        this.repository = repository;
        this.workers = workers;
    }

    /**
     * The result of a restore.
     *
     * @param folder the real path
     * @param files the number of files that were written
     * @param items the number of items in them
     * @param bytes the size of these files
     * @param findings files and items that could not be restored
     */
    public record Result(Path folder, int files, long items, long bytes, List<Finding> findings) {
        public Result {
            findings = List.copyOf(findings);
        }

        public boolean isComplete() {
            return findings.stream().noneMatch(Finding::isProblem);
        }
    }

    private record Written(boolean isThere, long items, long bytes, List<Finding> findings) {}

    /**
     * Restores the selected files.
     *
     * @param target an empty directory, or a path that does not exist yet
     * @throws FileAlreadyExistsException if the target is not empty
     */
    public Result restore(Manifest manifest, RestoreSelection selection, Path target) throws IOException {
        Path root = NewStore.makeDirectory(disk, target);
        List<Finding> findings = new ArrayList<>();
        RealFolders real = new RealFolders(disk, root);
        for (FolderEntry folder : manifest.folders()) {
            if (selection.includes(folder.path())) {
                try {
                    makeParents(root, FileName.resolve(root, folder.path()));
                    real.make(folder.path(), folder.owned().toAccess());
                } catch (DiskFullException e) {
                    throw e;
                } catch (IOException e) {
                    findings.add(DamageReport.folder(folder, String.valueOf(e.getMessage())));
                }
            }
        }
        List<FileEntry> files = manifest.files().stream()
                .filter(file -> selection.includes(file.path()))
                .toList();
        List<Written> written = workers.map(files, file -> file.content().size(), file -> write(manifest, file, root));
        sync(root);
        int count = 0;
        long items = 0;
        long bytes = 0;
        for (Written file : written) {
            findings.addAll(file.findings);
            count += file.isThere ? 1 : 0;
            items += file.items;
            bytes += file.bytes;
        }
        return new Result(root, count, items, bytes, findings);
    }

    /** Makes the restore durable: the name of a file is durable only after its directory was synced. */
    private void sync(Path root) throws IOException {
        Deque<Path> pending = new ArrayDeque<>(List.of(root));
        while (!pending.isEmpty()) {
            Path directory = pending.pop();
            for (DirectoryEntry entry : disk.list(directory)) {
                if (entry.state().isDirectory()) {
                    pending.push(FileName.resolve(directory, entry.name()));
                }
            }
            disk.syncDirectory(directory);
        }
    }

    private void makeParents(Path root, Path path) throws IOException {
        Deque<Path> missing = new ArrayDeque<>();
        Path parent = path.getParent();
        while (parent != null && !parent.equals(root) && disk.state(parent).isMissing()) {
            missing.push(parent);
            parent = parent.getParent();
        }
        while (!missing.isEmpty()) {
            Ownership.createDirectory(disk, missing.pop(), disk.access(root).privateDirectory());
        }
    }

    private Written write(Manifest manifest, FileEntry file, Path root) throws IOException {
        SnapshotFile source = new SnapshotFile(repository, manifest, file);
        Path path = PathWithin.of(disk, root, file.path());
        try {
            makeParents(root, path);
            List<Finding> findings = write(path, file, source::writeTo);
            return new Written(true, file.items().orElse(0), file.stored().size(), findings);
        } catch (DamagedException e) {
            return save(file, source, path, e);
        } catch (DiskFullException e) {
            throw e;
        } catch (IOException e) {
            return lost(file, "could not be written: " + e.getMessage());
        }
    }

    private interface Content {
        void writeTo(OutputStream out) throws IOException;
    }

    private List<Finding> write(Path path, FileEntry file, Content content) throws IOException {
        Access access = file.owned().toAccess();
        boolean done = false;
        FileOutput out = Ownership.createFile(disk, path, access);
        try (out) {
            OutputStream buffered = new BufferedOutputStream(out, BUFFER);
            content.writeTo(buffered);
            buffered.flush();
            out.sync();
            done = true;
        } finally {
            if (!done) {
                disk.delete(path);
            }
        }
        disk.setModified(path, file.modified());
        boolean isWhole = file.owned().attributes().isEmpty()
                || file.owned().attributes().equals(disk.wholeAccess(path).attributes());
        return isWhole ? List.of() : List.of(DamageReport.attributes(file));
    }

    private Written save(FileEntry file, SnapshotFile source, Path path, DamagedException damage) throws IOException {
        if (source.kind().isEmpty()) {
            return lost(file, damage.what());
        }
        List<SavedItems> saved = new ArrayList<>();
        List<Finding> findings = new ArrayList<>();
        try {
            List<Finding> lost = write(path, file, out -> saved.add(source.writeWhatIsLeft(out)));
            findings.addAll(lost);
        } catch (DamagedException e) {
            return lost(file, e.what());
        }
        SavedItems items = saved.getLast();
        findings.add(DamageReport.items(file, items));
        return new Written(true, items.items(), disk.state(path).size(), findings);
    }

    private static Written lost(FileEntry file, String why) {
        return new Written(false, 0, 0, List.of(DamageReport.file(file, why)));
    }
}
