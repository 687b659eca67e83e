package loom.aml.backup.repack;

import java.io.IOException;
import loom.aml.backup.repository.FileEntry;
import loom.aml.backup.repository.Manifest;
import loom.aml.io.DamagedException;

/** A file of a snapshot cannot be read, so that snapshots that contain it are not rewritten. */
final class UnreadableFileException extends IOException {
    private final transient FileEntry file;
    private final DamagedException damage;

    UnreadableFileException(Manifest manifest, FileEntry file, DamagedException damage) {
        this("snapshot " + manifest.id() + ", ", file, damage);
    }

    UnreadableFileException(String where, FileEntry file, DamagedException damage) {
        super(where + file.path() + ": " + damage.what(), damage);
        this.file = file;
        this.damage = damage;
    }

    /** Returns an entry of the file. */
    FileEntry file() {
        return file;
    }

    DamagedException damage() {
        return damage;
    }
}
