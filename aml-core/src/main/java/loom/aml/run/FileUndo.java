package loom.aml.run;

import java.io.IOException;
import java.util.Optional;
import loom.aml.io.Access;
import loom.aml.io.FileState;
import loom.aml.store.FileChange;
import loom.aml.store.FileVersion;
import loom.aml.store.StoreChange;

/** Restores a file that a run removed or replaced as a whole. */
final class FileUndo {
    private FileUndo() {}

    static StoreChange change(UndoneRun run, Reversal.PutFileBack reversal) throws IOException {
        String path = reversal.path();
        FileState seen = run.state(path);
        Optional<Access> recorded = reversal.archived().access();
        return new FileChange.PutFileBack(
                path,
                new FileVersion(seen),
                reversal.left().orElse(null),
                run.archive().file(reversal.name()),
                recorded.isPresent() ? recorded.get() : RestoreUndo.accessBefore(run, path),
                VersionsOfFile.difference(
                        run.store(), path, seen, () -> run.archive().open(reversal.name())),
                run.cause());
    }
}
