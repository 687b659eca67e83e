package loom.aml.run;

import java.io.IOException;
import java.util.Optional;
import loom.aml.io.FileState;
import loom.aml.store.FileChange;
import loom.aml.store.FileVersion;
import loom.aml.store.StoreChange;

/** Restores the encoding of a file that a run compressed or decompressed. */
final class RecodingUndo {
    private static final int LEVEL = 9;

    private RecodingUndo() {}

    static Optional<StoreChange> change(UndoneRun run, Reversal.Recode reversal) throws IOException {
        FileState seen = run.state(reversal.path());
        if (!run.isUnchanged(reversal.path(), seen, reversal.left())) {
            run.writtenSince(reversal.path(), "left in its current encoding");
            return Optional.empty();
        }
        return Optional.of(new FileChange.Recode(
                reversal.file(), new FileVersion(seen), reversal.wasCompressed() ? FileChange.Recode.PLAIN : LEVEL));
    }
}
