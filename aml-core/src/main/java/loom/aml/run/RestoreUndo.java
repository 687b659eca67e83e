package loom.aml.run;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.NoSuchFileException;
import java.util.Optional;
import java.util.SplittableRandom;
import loom.aml.backup.Backup;
import loom.aml.backup.NoSnapshotException;
import loom.aml.backup.Snapshots;
import loom.aml.backup.repository.Manifest;
import loom.aml.backup.restore.SnapshotFile;
import loom.aml.io.Access;
import loom.aml.io.DamagedException;
import loom.aml.io.FileInput;
import loom.aml.io.FileState;
import loom.aml.store.FileChange;
import loom.aml.store.FileVersion;
import loom.aml.store.MemoryStore;
import loom.aml.store.StoreChange;
import org.jspecify.annotations.Nullable;

/**
 * Undoes changes that archived nothing, by another program or by a restore of an earlier version: each replaced file is in the
 * snapshot that was taken before.
 */
final class RestoreUndo {
    private RestoreUndo() {}

    /** Restores the former file, or removes the file if it did not exist before. */
    static Optional<StoreChange> change(UndoneRun run, Reversal.TakeFromSnapshot reversal) throws IOException {
        String path = reversal.path();
        MemoryStore store = run.store();
        FileState seen = run.state(path);
        Former former = new Former(store, reversal.snapshot(), path);
        Optional<Access> before = former.access();
        if (before.isPresent()) {
            return Optional.of(new FileChange.PutFileBack(
                    path,
                    new FileVersion(seen),
                    reversal.left().orElse(null),
                    former::writeTo,
                    before.get(),
                    VersionsOfFile.difference(store, path, seen, former::open),
                    run.cause()));
        }
        if (run.isUnchanged(path, seen, reversal.left())) {
            return Optional.of(new FileChange.Remove(
                    path, new FileVersion(seen), run.cause(), VersionsOfFile.difference(store, path, seen, null)));
        }
        run.writtenSince(path, "left unchanged");
        return Optional.empty();
    }

    /**
     * Returns the owner and permissions of a file before a run, according to the snapshot that was taken before it;
     * null if unknown, which keeps the current ones.
     */
    static @Nullable Access accessBefore(UndoneRun run, String path) throws IOException {
        Optional<String> snapshot = run.run().snapshot();
        if (snapshot.isEmpty()) {
            return null;
        }
        try {
            return new Former(run.store(), snapshot.get(), path).access().orElse(null);
        } catch (NoSnapshotException | NoSuchFileException | DamagedException e) {
            return null;
        }
    }

    /** A file in a snapshot. */
    private record Former(MemoryStore store, String snapshot, String path) {

        /** Returns its owner and permissions; empty if the snapshot does not contain the file. */
        Optional<Access> access() throws IOException {
            try (Backup backup = backup()) {
                return file(backup).map(file -> file.entry().owned().toAccess());
            }
        }

        void writeTo(OutputStream out) throws IOException {
            try (Backup backup = backup()) {
                file(backup).orElseThrow().writeTo(out);
            }
        }

        /** Opens the file. Its segments stay open until it is closed. */
        FileInput open() throws IOException {
            Backup backup = backup();
            try {
                FileInput content = file(backup).orElseThrow().content();
                return new FileInput() {
                    @Override
                    public FileState state() {
                        return content.state();
                    }

                    @Override
                    public int read(byte[] into, int offset, int length) throws IOException {
                        return content.read(into, offset, length);
                    }

                    @Override
                    public void seek(long position) throws IOException {
                        content.seek(position);
                    }

                    @Override
                    public void close() throws IOException {
                        content.close();
                        backup.close();
                    }
                };
            } catch (IOException | RuntimeException e) {
                backup.close();
                throw e;
            }
        }

        private Optional<SnapshotFile> file(Backup backup) throws IOException {
            Manifest manifest = new Snapshots(backup.repository()).byId(snapshot);
            return manifest.file(path).map(entry -> new SnapshotFile(backup.repository(), manifest, entry));
        }

        /** Opens the backup for reading, so its random generator is never used. */
        private Backup backup() {
            return Backup.of(store.place(), new SplittableRandom(0));
        }
    }
}
