package loom.aml.run;

import java.io.IOException;
import loom.aml.io.Checksum;
import loom.aml.io.Encoding;
import loom.aml.store.CollectionChange;
import loom.aml.store.CollectionFile;
import loom.aml.store.FileVersion;
import loom.aml.store.StoreChange;

/**
 * Restores items that a run removed: at their former position if the file is unchanged since, otherwise at its end. An
 * item whose id is in the collection again stays in the archive.
 */
final class RemovalUndo {
    private RemovalUndo() {}

    static StoreChange change(UndoneRun run, Reversal.PutItemsBack reversal) throws IOException {
        CollectionFile file = CollectionFile.ofPath(reversal.path())
                .orElseThrow(() -> new IOException(
                        "run " + run.id() + " removed items from " + reversal.path() + ", not a collection"));
        return new CollectionChange.PutBack(
                file,
                new FileVersion(run.state(reversal.path())),
                run.archive().items(reversal.archived().name()),
                reversal.left().orElse(new Checksum.Content(-1, "")),
                file.suffixed() ? Encoding.GZIP : Encoding.PLAIN);
    }
}
