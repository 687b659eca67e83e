package loom.aml.backup.copy;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import loom.aml.backup.repository.FileEntry;
import loom.aml.backup.repository.Manifest;
import loom.aml.backup.repository.Repository;
import loom.aml.backup.repository.SnapshotName;
import loom.aml.io.DamagedException;
import loom.aml.storage.BackupTarget;

/** Recognizes a snapshot that a copy has in another form, because one of the two was repacked. */
final class PackedAlike {
    private PackedAlike() {}

    /** Returns whether both manifests are intact and describe the same files. */
    static boolean isSame(String name, BackupTarget from, BackupTarget to) throws IOException {
        SnapshotName snapshot = SnapshotName.of(name).orElseThrow(() -> new IllegalArgumentException(name));
        try (Repository one = new Repository(from);
                Repository other = new Repository(to)) {
            return isSame(one.read(snapshot), other.read(snapshot));
        } catch (DamagedException | NoSuchFileException e) {
            return false;
        }
    }

    private static boolean isSame(Manifest one, Manifest other) {
        return one.time().equals(other.time())
                && one.folders().equals(other.folders())
                && isSame(one.files(), other.files());
    }

    private static boolean isSame(List<FileEntry> files, List<FileEntry> others) {
        boolean isSame = files.size() == others.size();
        for (int i = 0; isSame && i < files.size(); i++) {
            isSame = files.get(i).isSameAs(others.get(i));
        }
        return isSame;
    }
}
