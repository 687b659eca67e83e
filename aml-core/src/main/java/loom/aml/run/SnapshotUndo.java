package loom.aml.run;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import loom.aml.backup.Backup;
import loom.aml.backup.NoSnapshotException;
import loom.aml.backup.Snapshots;
import loom.aml.backup.repository.FileEntry;
import loom.aml.backup.repository.Manifest;
import loom.aml.backup.restore.SnapshotFile;
import loom.aml.io.Access;
import loom.aml.io.Checksum;
import loom.aml.io.DamagedException;
import loom.aml.io.FileInput;
import loom.aml.io.FileName;
import loom.aml.io.FileState;
import loom.aml.json.JsonObject;
import loom.aml.store.FileChange;
import loom.aml.store.FileOutcome;
import loom.aml.store.Finding;
import loom.aml.store.file.ChecksummedInput;
import loom.aml.store.file.FileMemoryStore;
import loom.aml.store.log.RunRecord;
import org.jspecify.annotations.Nullable;

/** The way back from a restore: each file that it replaced is in the snapshot that was taken before it. */
final class SnapshotUndo {
    private static final String SNAPSHOT = "snapshot:";

    private SnapshotUndo() {}

    /** What a commit of a restore says that can be put back. */
    static Optional<Undo.Step> stepOf(RunRecord run, JsonObject commit) {
        String path = commit.string("file").orElse("");
        boolean isRestore = commit.string("change").equals(Optional.of(FileOutcome.Change.RESTORE.word()));
        return run.snapshot()
                .filter(_ -> isRestore && Undo.isWithinStore(path))
                .map(snapshot -> new Undo.Step(SNAPSHOT + snapshot + "/" + path, path));
    }

    static boolean isFromSnapshot(Undo.Step step) {
        return step.archive().startsWith(SNAPSHOT);
    }

    /** The id of the snapshot that a step needs. */
    static String snapshotOf(Undo.Step step) {
        return step.archive().substring(SNAPSHOT.length(), step.archive().indexOf('/'));
    }

    /**
     * Puts the file back that stood there before, or removes the one that did not.
     *
     * @param left what the restore left behind
     * @param findings takes why nothing can be done
     */
    static Optional<FileChange> change(
            FileMemoryStore store,
            Undo.Step step,
            FileState seen,
            Optional<Checksum.Content> left,
            List<Finding> findings)
            throws IOException {
        Optional<FileEntry> before = in(store, step, SnapshotFile::entry);
        if (before.isPresent()) {
            FileChange.Content content = out -> {
                try (Backup backup = backup(store)) {
                    file(backup, step).orElseThrow().writeTo(out);
                }
            };
            return Optional.of(new FileChange.PutFileBack(
                    step.path(),
                    seen,
                    left.orElse(null),
                    content,
                    before.get().owned().toAccess(),
                    VersionsOfFile.difference(store, step.path(), seen, () -> content(store, step)),
                    new UndoCause(snapshotOf(step))));
        }
        if (seen.isFile() && left.equals(Optional.of(standing(store, step)))) {
            return Optional.of(new FileChange.Remove(
                    step.path(),
                    seen,
                    new UndoCause(snapshotOf(step)),
                    VersionsOfFile.difference(store, step.path(), seen, null)));
        }
        findings.add(Finding.of(
                Finding.Kind.CHANGED, step.path(), "was written by another program since", "left as it is now"));
        return Optional.empty();
    }

    /**
     * Whose a file was before a run, by the snapshot that was taken before it; null, for what it is now, if that is not known any
     * more.
     */
    static @Nullable Access accessBefore(FileMemoryStore store, RunRecord run, String path) throws IOException {
        if (run.snapshot().isEmpty()) {
            return null;
        }
        Undo.Step step = new Undo.Step(SNAPSHOT + run.snapshot().get() + "/" + path, path);
        try {
            return in(store, step, SnapshotFile::entry)
                    .map(entry -> entry.owned().toAccess())
                    .orElse(null);
        } catch (NoSnapshotException | NoSuchFileException | DamagedException e) {
            return null;
        }
    }

    /** The file in the snapshot; the segments that it lies in stay open until it is closed. */
    private static FileInput content(FileMemoryStore store, Undo.Step step) throws IOException {
        Backup backup = backup(store);
        try {
            FileInput content = file(backup, step).orElseThrow().content();
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

    private static Checksum.Content standing(FileMemoryStore store, Undo.Step step) throws IOException {
        return ChecksummedInput.of(store.disk(), FileName.resolve(store.root(), step.path()));
    }

    private interface Look<T> {
        T at(SnapshotFile file);
    }

    private static <T> Optional<T> in(FileMemoryStore store, Undo.Step step, Look<T> look) throws IOException {
        try (Backup backup = backup(store)) {
            return file(backup, step).map(look::at);
        }
    }

    private static Optional<SnapshotFile> file(Backup backup, Undo.Step step) throws IOException {
        Manifest manifest = new Snapshots(backup.repository()).byId(snapshotOf(step));
        return manifest.file(step.path()).map(entry -> new SnapshotFile(backup.repository(), manifest, entry));
    }

    /** Only read from, so nothing is drawn. */
    private static Backup backup(FileMemoryStore store) {
        return Backup.of(store.place(), new SplittableRandom(0));
    }
}
