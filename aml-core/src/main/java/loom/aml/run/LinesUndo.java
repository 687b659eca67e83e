package loom.aml.run;

import java.io.IOException;
import loom.aml.store.CollectionChange;
import loom.aml.store.CollectionFile;
import loom.aml.store.FileVersion;
import loom.aml.store.StoreChange;
import loom.aml.store.graph.GraphEditing;

/** Restores the lines of a memory file that a run edited. Lines that changed since stay as they are, and are reported. */
final class LinesUndo {
    private LinesUndo() {}

    static StoreChange change(UndoneRun run, Reversal.RevertLines reversal) throws IOException {
        CollectionFile file = CollectionFile.ofPath(reversal.path())
                .orElseThrow(() -> new IOException(
                        "run " + run.id() + " edited lines of " + reversal.path() + ", not a collection"));
        return new CollectionChange.EditLines(
                file,
                new FileVersion(run.state(reversal.path())),
                GraphEditing.reversal(reversal.edits(), run.cause()));
    }
}
