package loom.aml.run;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import loom.aml.io.Checksum;
import loom.aml.io.Encoding;
import loom.aml.io.FileState;
import loom.aml.json.JsonObject;
import loom.aml.store.ChangeSet;
import loom.aml.store.CollectionFile;
import loom.aml.store.FileChange;
import loom.aml.store.FileOutcome;
import loom.aml.store.Finding;
import loom.aml.store.Plan;
import loom.aml.store.file.FileMemoryStore;
import loom.aml.store.log.Archive;
import loom.aml.store.log.RunRecord;

/**
 * Takes a run back: everything that its record marks as done is put back from its archive. An item goes where it stood if the
 * file is as the run left it, else to the end; one whose id stands in the collection by now stays in the archive.
 */
public final class Undo {

    /** The word under which undoing is recorded. */
    public static final String OPERATION = "undo";

    /** Operations of which there is nothing to put back. */
    private static final Set<String> NOT_UNDOABLE = Set.of(OPERATION, "pin", "unpin");

    private Undo() {}

    /** Whether a run took anything away that could be put back. */
    public static boolean canUndo(RunRecord run) {
        return !NOT_UNDOABLE.contains(run.operation())
                && run.commits().stream().anyMatch(commit -> commit.string("archive").isPresent());
    }

    /** The way back from a run. */
    public static Plan plan(FileMemoryStore store, RunRecord run) throws IOException {
        Archive archive = new Archive(store.disk(), store.logs(), run.run());
        List<FileChange> changes = new ArrayList<>();
        List<Finding> findings = new ArrayList<>();
        for (JsonObject commit : run.commits().reversed()) {
            Optional<String> name = commit.string("archive");
            String path = commit.string("file").orElse("");
            if (name.isPresent() && isWithin(store.root(), path)) {
                changes.add(change(store, archive, commit, path, name.get()));
            } else if (commit.string("change").equals(Optional.of(FileOutcome.Change.ADOPT.word()))) {
                findings.add(Finding.of(
                        Finding.Kind.RECOVERY,
                        path,
                        "the run gave the file its plain name",
                        "kept: nothing was taken away, and under this name the runtime sees it"));
            }
        }
        return new UndoPlan(new ChangeSet(changes), findings, run.run());
    }

    private static FileChange change(
            FileMemoryStore store, Archive archive, JsonObject commit, String path, String name) throws IOException {
        FileState seen = store.disk().state(store.root().resolve(path));
        Optional<Checksum.Content> left = RunRecord.left(commit);
        Optional<CollectionFile> file = CollectionFile.ofPath(path);
        if (Archive.isOfItems(name) && file.isPresent()) {
            return new FileChange.PutBack(
                    file.get(),
                    seen,
                    archive.items(name),
                    left.orElse(new Checksum.Content(-1, "")),
                    file.get().suffixed() ? Encoding.GZIP : Encoding.PLAIN);
        }
        return new FileChange.PutFileBack(path, seen, left.orElse(null), archive.file(name));
    }

    /** Records are text that anybody can edit: a path that leads out of the store is passed over. */
    private static boolean isWithin(Path root, String path) {
        Path resolved = root.resolve(path).normalize();
        return resolved.startsWith(root) && !resolved.equals(root);
    }

    private record UndoPlan(ChangeSet changes, List<Finding> findings, String run) implements Plan {
        @Override
        public String operation() {
            return OPERATION;
        }

        @Override
        public JsonObject policy() {
            return JsonObject.builder().put("undoes", run).build();
        }
    }
}
