package loom.aml.run;

import java.io.IOException;
import java.util.Optional;
import loom.aml.io.FileState;
import loom.aml.store.FileChange;
import loom.aml.store.FileVersion;
import loom.aml.store.StoreChange;

/** Removes a file that a run created if it is unchanged since. The file is archived. */
final class CreatedFileUndo {
    private CreatedFileUndo() {}

    static Optional<StoreChange> change(UndoneRun run, Reversal.RemoveCreated reversal) throws IOException {
        String path = reversal.path();
        FileState seen = run.state(path);
        if (!run.isUnchanged(path, seen, reversal.left())) {
            run.writtenSince(path, "left unchanged");
            return Optional.empty();
        }
        return Optional.of(new FileChange.Remove(
                path, new FileVersion(seen), run.cause(), VersionsOfFile.difference(run.store(), path, seen, null)));
    }
}
