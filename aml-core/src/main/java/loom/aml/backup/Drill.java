package loom.aml.backup;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import loom.aml.backup.repository.FileEntry;
import loom.aml.backup.repository.Manifest;
import loom.aml.backup.restore.FolderRestore;
import loom.aml.backup.restore.RestoreSelection;
import loom.aml.io.ByteInput;
import loom.aml.io.DamagedException;
import loom.aml.io.DirectoryEntry;
import loom.aml.io.Disk;
import loom.aml.io.FileInput;
import loom.aml.io.FileName;
import loom.aml.io.Sha256;
import loom.aml.io.TextInput;
import loom.aml.json.JsonObject;
import loom.aml.storage.PrivateFolder;
import loom.aml.store.Finding;
import loom.aml.store.StorePaths;

/**
 * A restore drill: restores a snapshot into a temporary folder beside the backups, reads every file back from disk, compares it
 * with the snapshot, and removes the folder.
 */
public final class Drill {
    private static final String FOLDER = "drill";

    private final StorePaths store;
    private final Backup backup;

    public Drill(Backup backup) {
        this.backup = backup;
        this.store = backup.store();
    }

    /**
     * The result of a drill.
     *
     * @param files the number of files that were restored correctly
     * @param items the number of items in them
     * @param findings the files that were not restored correctly
     */
    public record Result(String snapshot, int files, long items, long bytes, List<Finding> findings) {
        public Result {
            findings = List.copyOf(findings);
        }

        public boolean isSound() {
            return findings.stream().noneMatch(Finding::isProblem);
        }

        public JsonObject toJson() {
            return JsonObject.builder()
                    .put("sound", isSound())
                    .put("snapshot_id", snapshot)
                    .put("files", files)
                    .put("items", items)
                    .put("bytes", bytes)
                    .put("findings", findings.stream().map(Finding::toJson).toList())
                    .build();
        }
    }

    /** Runs a drill with a snapshot. Requires the write lease. */
    public Result run(Manifest manifest) throws IOException {
        Disk disk = store.disk();
        PrivateFolder folder = PrivateFolder.beside(disk, store.beside());
        Path target = folder.path().resolve(FOLDER);
        delete(disk, target);
        try {
            folder.makeDirectories(target);
            FolderRestore.Result restored = new FolderRestore(
                            disk, backup.repository(), store.options().workers())
                    .restore(manifest, RestoreSelection.EVERYTHING, target);
            List<Finding> findings = new ArrayList<>(restored.findings());
            List<Boolean> sound = store.options()
                    .workers()
                    .map(manifest.files(), file -> file.stored().size(), file -> isSound(disk, target, file));
            int files = 0;
            for (int i = 0; i < sound.size(); i++) {
                String path = manifest.files().get(i).path();
                if (sound.get(i)) {
                    files++;
                } else if (findings.stream()
                        .noneMatch(finding -> finding.where().equals(path))) {
                    findings.add(Finding.of(
                            Finding.Kind.DAMAGED,
                            path,
                            "its restored content differs from the snapshot",
                            "check the disk"));
                }
            }
            return new Result(manifest.id(), files, restored.items(), restored.bytes(), findings);
        } finally {
            delete(disk, target);
        }
    }

    private boolean isSound(Disk disk, Path root, FileEntry file) throws IOException {
        Path path = FileName.resolve(root, file.path());
        if (!disk.state(path).isFile()) {
            return false;
        }
        try (FileInput in = disk.open(path)) {
            ByteInput content = file.isText() ? TextInput.of(in, store.options().gzipLimits()) : in;
            try (content) {
                return Sha256.of(content).equals(file.content());
            }
        } catch (DamagedException e) {
            return false;
        }
    }

    private static void delete(Disk disk, Path top) throws IOException {
        Deque<Path> pending = new ArrayDeque<>();
        Deque<Path> directories = new ArrayDeque<>();
        if (disk.state(top).isDirectory()) {
            pending.push(top);
        } else if (!disk.state(top).isMissing()) {
            disk.delete(top);
        }
        while (!pending.isEmpty()) {
            Path directory = pending.pop();
            directories.push(directory);
            for (DirectoryEntry entry : disk.list(directory)) {
                Path path = FileName.resolve(directory, entry.name());
                if (entry.state().isDirectory()) {
                    pending.push(path);
                } else {
                    disk.delete(path);
                }
            }
        }
        for (Path directory : directories) {
            disk.delete(directory);
        }
    }
}
