package loom.aml.run;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import loom.aml.io.Checksum;
import loom.aml.io.FileName;
import loom.aml.io.FileState;
import loom.aml.json.JsonObject;
import loom.aml.store.CollectionFile;
import loom.aml.store.FileChange;
import loom.aml.store.FileOutcome;
import loom.aml.store.Finding;
import loom.aml.store.file.ChecksummedInput;
import loom.aml.store.file.FileMemoryStore;

/** The way back from compressing a file, or decompressing it. Its text was never changed, so nothing of it is archived. */
final class EncodingUndo {
    private static final String ENCODING = "encoding:";
    private static final int LEVEL = 9;

    private EncodingUndo() {}

    /** What a commit says of a file that was stored in another encoding. */
    static Optional<Undo.Step> stepOf(JsonObject commit) {
        String path = commit.string("file").orElse("");
        return commit.string("change")
                .filter(change -> change.equals(FileOutcome.Change.COMPRESS.word())
                        || change.equals(FileOutcome.Change.DECOMPRESS.word()))
                .filter(_ -> CollectionFile.ofPath(path).isPresent())
                .map(change -> new Undo.Step(ENCODING + change + "/" + path, path));
    }

    static boolean isOfEncoding(Undo.Step step) {
        return step.archive().startsWith(ENCODING);
    }

    /**
     * Stores the file as it was stored before.
     *
     * @param left what the run left behind
     * @param findings takes why nothing can be done
     */
    static Optional<FileChange> change(
            FileMemoryStore store,
            Undo.Step step,
            FileState seen,
            Optional<Checksum.Content> left,
            List<Finding> findings)
            throws IOException {
        Optional<CollectionFile> file = CollectionFile.ofPath(step.path());
        if (file.isEmpty() || !seen.isFile() || !left.equals(Optional.of(content(store, step)))) {
            findings.add(Finding.of(
                    Finding.Kind.CHANGED,
                    step.path(),
                    "was written by another program since",
                    "left in the encoding that it has now"));
            return Optional.empty();
        }
        boolean wasCompressed = step.archive().startsWith(ENCODING + FileOutcome.Change.COMPRESS.word() + "/");
        return Optional.of(new FileChange.Recode(file.get(), seen, wasCompressed ? FileChange.Recode.PLAIN : LEVEL));
    }

    private static Checksum.Content content(FileMemoryStore store, Undo.Step step) throws IOException {
        return ChecksummedInput.of(store.disk(), FileName.resolve(store.root(), step.path()));
    }
}
