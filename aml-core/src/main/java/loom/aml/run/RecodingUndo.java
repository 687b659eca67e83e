package loom.aml.run;

import java.io.IOException;
import java.util.Optional;
import loom.aml.io.FileState;
import loom.aml.store.FileChange;
import loom.aml.store.loom.FileVersion;

/** Stores a file in the encoding that it had before a run compressed or decompressed it. */
final class RecodingUndo {
    private static final int LEVEL = 9;

    private RecodingUndo() {}

    static Optional<FileChange> change(UndoneRun run, Reversal.Recode reversal) throws IOException {
        FileState seen = run.state(reversal.path());
        if (!run.isUnchanged(reversal.path(), seen, reversal.left())) {
            run.writtenSince(reversal.path(), "left in the encoding that it has now");
            return Optional.empty();
        }
        return Optional.of(new FileChange.Recode(
                reversal.file(), new FileVersion(seen), reversal.wasCompressed() ? FileChange.Recode.PLAIN : LEVEL));
    }
}
