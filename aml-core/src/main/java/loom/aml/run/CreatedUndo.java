package loom.aml.run;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import loom.aml.io.Checksum;
import loom.aml.io.FileName;
import loom.aml.io.FileState;
import loom.aml.json.JsonObject;
import loom.aml.store.FileChange;
import loom.aml.store.Finding;
import loom.aml.store.file.ChecksummedInput;
import loom.aml.store.file.FileMemoryStore;
import loom.aml.store.log.RunRecord;

/** The way back from a change that made a file where there was none: the file leaves again, to the archive. */
final class CreatedUndo {
    private static final String PREFIX = RunRecord.CREATED + ":";

    private CreatedUndo() {}

    /** What a commit says of a file that it made. */
    static Optional<Undo.Step> stepOf(JsonObject commit) {
        String path = commit.string("file").orElse("");
        return commit.isTrue(RunRecord.CREATED) && Undo.isWithinStore(path)
                ? Optional.of(new Undo.Step(PREFIX + path, path))
                : Optional.empty();
    }

    static boolean isOfCreated(Undo.Step step) {
        return step.archive().startsWith(PREFIX);
    }

    /**
     * Removes the file if it is still what the run made.
     *
     * @param left what the run left behind
     * @param findings takes why nothing can be done
     */
    static Optional<FileChange> change(
            FileMemoryStore store,
            RunRecord run,
            Undo.Step step,
            FileState seen,
            Optional<Checksum.Content> left,
            List<Finding> findings)
            throws IOException {
        boolean isStill = seen.isFile()
                && left.equals(
                        Optional.of(ChecksummedInput.of(store.disk(), FileName.resolve(store.root(), step.path()))));
        if (!isStill) {
            findings.add(Finding.of(
                    Finding.Kind.CHANGED, step.path(), "was written by another program since", "left as it is now"));
            return Optional.empty();
        }
        return Optional.of(new FileChange.Remove(
                step.path(),
                seen,
                new UndoCause(run.run()),
                VersionsOfFile.difference(store, step.path(), seen, null)));
    }
}
