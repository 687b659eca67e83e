package loom.aml.run;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
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

    private static final String UNDOES = "undoes";

    /** Operations of which there is nothing to put back. */
    private static final Set<String> NOT_UNDOABLE = Set.of(OPERATION, "pin", "unpin");

    private Undo() {}

    /**
     * Something that a run took away and that can be put back.
     *
     * @param path the file that it is put back to
     * @param archive the name of the archive that holds it
     * @param commit the mark in the record
     */
    record Step(String path, String archive, JsonObject commit) {}

    /** What a run took away, in the order in which it did. */
    static List<Step> steps(RunRecord run) {
        Set<String> adopted = run.commits().stream()
                .filter(Undo::isAdoption)
                .map(Undo::fileOf)
                .collect(Collectors.toSet());
        List<Step> steps = new ArrayList<>();
        for (JsonObject commit : run.commits()) {
            String path = nameNow(fileOf(commit), adopted);
            commit.string("archive").ifPresent(archive -> steps.add(new Step(path, archive, commit)));
        }
        return steps;
    }

    /** A {@code .gz} file from which items were taken may have got its plain name in the same run. */
    private static String nameNow(String path, Set<String> adopted) {
        return CollectionFile.ofPath(path)
                .filter(CollectionFile::suffixed)
                .map(file -> file.twin().path())
                .filter(adopted::contains)
                .orElse(path);
    }

    private static boolean isAdoption(JsonObject commit) {
        return commit.string("change").equals(Optional.of(FileOutcome.Change.ADOPT.word()));
    }

    private static String fileOf(JsonObject commit) {
        return commit.string("file").orElse("");
    }

    /** Whether a run took anything away that could be put back. */
    public static boolean canUndo(RunRecord run) {
        return !NOT_UNDOABLE.contains(run.operation()) && !steps(run).isEmpty();
    }

    /** The run that an undo took back. */
    static Optional<String> undoneBy(RunRecord undo) {
        return undo.started().object("policy").flatMap(policy -> policy.string(UNDOES));
    }

    /** The way back from a run, or, if it was taken back in part, from the rest of it. */
    public static Plan plan(FileMemoryStore store, RunRecord run) throws IOException {
        Archive archive = new Archive(store.disk(), store.logs(), run.run());
        Set<String> left = new History(store).leftToUndo(run);
        List<FileChange> changes = new ArrayList<>();
        for (Step step : steps(run).reversed()) {
            if (left.contains(step.path()) && isWithin(store.root(), step.path())) {
                changes.add(change(store, archive, step));
            }
        }
        List<Finding> findings = run.commits().stream()
                .filter(Undo::isAdoption)
                .map(commit -> Finding.of(
                        Finding.Kind.RECOVERY,
                        fileOf(commit),
                        "the run gave the file its plain name",
                        "kept: nothing was taken away, and under this name the runtime sees it"))
                .toList();
        return new UndoPlan(new ChangeSet(changes), findings, run.run());
    }

    private static FileChange change(FileMemoryStore store, Archive archive, Step step) throws IOException {
        FileState seen = store.disk().state(store.root().resolve(step.path()));
        Optional<Checksum.Content> left = RunRecord.left(step.commit());
        Optional<CollectionFile> file = CollectionFile.ofPath(step.path());
        if (Archive.isOfItems(step.archive()) && file.isPresent()) {
            return new FileChange.PutBack(
                    file.get(),
                    seen,
                    archive.items(step.archive()),
                    left.orElse(new Checksum.Content(-1, "")),
                    file.get().suffixed() ? Encoding.GZIP : Encoding.PLAIN);
        }
        return new FileChange.PutFileBack(step.path(), seen, left.orElse(null), archive.file(step.archive()));
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
            return JsonObject.builder().put(UNDOES, run).build();
        }
    }
}
